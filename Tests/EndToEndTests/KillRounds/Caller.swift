import DispatchWire
import TestSupport

/// Submits calls one after the other, and the same again under the same key when no answer came.
struct Caller {
    /// Requests left open before the oldest is cancelled, so that members are not all asked for ever.
    private static let openLimit = 12

    let number: Int
    let client: APIClient
    let villages: [String]
    let gate: Gate
    let ledger: Ledger
    var random: SeededGenerator
    private var open: [String] = []
    private var count = 0

    init(number: Int, client: APIClient, villages: [String], gate: Gate, ledger: Ledger, seed: UInt64) {
        self.number = number
        self.client = client
        self.villages = villages
        self.gate = gate
        self.ledger = ledger
        random = SeededGenerator(seed: seed &+ UInt64(number) &* 7_919)
    }

    mutating func work() async throws {
        while !gate.isOver {
            try await submit()
            if open.count > Self.openLimit { try await end(open.removeFirst()) }
        }
    }

    private mutating func submit() async throws {
        count += 1
        let key = "caller-\(number)-\(count)"
        let body = NewRequest(
            category: ["fall", "elder-check", "repair", "medical-transport"].randomElement(using: &random) ?? "other",
            place: .village(code: villages.randomElement(using: &random) ?? ""),
            callerPhone: "0319-5550199",
            summary: "an invented call, \(key)"
        )
        let answer = try await persist { try await client.post("/v1/requests", body, key: key) }
        guard let answer else { return }
        guard answer.status == 201 else { return ledger.surprise("submit", answer) }
        let request: RequestView = try answer.read()
        ledger.opened(request.id, key: key)
        open.append(request.id)
    }

    /// Cancels a request, or closes it if somebody has seen to it.
    private func end(_ id: String) async throws {
        let answer = try await persist { try await client.post("/v1/requests/\(id)/cancel", Cancel()) }
        guard let answer else { return }
        if answer.status == 200 { return ledger.answered() }
        guard answer.problem == .requestClosed else { return ledger.surprise("cancel", answer) }
        guard let closed = try await persist({ try await client.post("/v1/requests/\(id)/close", Close(grade: 4)) })
        else { return }
        closed.status == 200 ? ledger.answered() : ledger.surprise("close", closed)
    }

    /// Makes the call until it is answered; nil once the rounds are over.
    private func persist(_ call: () async throws -> APIClient.Answer) async throws -> APIClient.Answer? {
        try await gate.persist(call)
    }
}
