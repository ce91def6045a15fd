import DispatchWire
import Simulation

/// One operator after the other: submits a call, takes the time of its 201, cancels it, and goes on.
struct SteadyCaller: Sendable {
    let client: BenchClient
    let villages: [String]

    func call(atMost count: Int) async throws -> [Double] {
        var left = count
        return try await call {
            left -= 1
            return left >= 0
        }
    }

    /// - Returns: The milliseconds to each 201.
    func call(while goesOn: () -> Bool) async throws -> [Double] {
        var random = SeededRandom(seed: 1, purpose: "calls")
        var took: [Double] = []
        while goesOn() {
            let call = NewRequest(
                category: "elder-check",
                place: .village(code: villages.randomElement(using: &random) ?? "")
            )
            let answer = try await client.submit(call)
            took.append(answer.took.milliseconds)
            try await client.cancel(answer.request.id)
        }
        return took
    }
}
