import DispatchWire
import Foundation
import Simulation

/// The demo proper: calls come in, the journal is told, the operator follows up what is cleared.
struct Performance: Sendable {
    /// Requests that may be open before no further call is submitted: the demo is to be read, not to break records.
    private static let openRequestLimit = 60
    /// How long a call is held back before it is looked again.
    private static let holdSeconds = 1.0

    let settings: DirectorSettings
    let county: InventedCounty
    let client: APIClient
    let storyteller: Storyteller

    func run() async throws {
        let operatorDesk = FollowUps(client: client, seed: settings.seed, clockRate: settings.clockRate)
        let calls = InventedCalls(county: county, seed: settings.seed)
        if settings.isOnce {
            try await playOne(calls, operatorDesk)
        } else {
            try await withThrowingTaskGroup { group in
                group.addTask { try await operatorDesk.run() }
                group.addTask { _ = try await tell(until: nil, operatorDesk) }
                group.addTask { try await submitForever(calls) }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func playOne(_ calls: InventedCalls, _ operatorDesk: FollowUps) async throws {
        var calls = calls
        let request = try await submit(calls.oldManToHospital())
        let closed = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await operatorDesk.run()
                return false
            }
            group.addTask { try await tell(until: request.id, operatorDesk) }
            group.addTask {
                try await pause(.seconds(settings.deadlineSeconds))
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
        let last: RequestView = try await client.get("/v1/requests/\(request.id)")
        guard closed else {
            throw DemoFault(
                "the case is \(last.state.rawValue) and not closed after \(settings.deadlineSeconds) s (--deadline)"
            )
        }
        guard last.state == .closed else { throw DemoFault("the case ended \(last.state.rawValue) and not closed") }
        for line in CaseStory(request: last, directory: CountyDirectory(county)).lines { Output.line(line) }
    }

    /// Tells the journal until the request is over; forever without one.
    private func tell(until requestID: String?, _ operatorDesk: FollowUps) async throws -> Bool {
        try await EventFeed(client: client).read { event in
            guard let request = try await storyteller.tell(event) else { return true }
            if request.state == .cleared, event.details["step"]?.text == "cleared" { operatorDesk.take(request.id) }
            let isOver = event.type == "request.closed" || event.type == "request.cancelled"
            return !(isOver && request.id == requestID)
        }
        return true
    }

    private func submitForever(_ calls: InventedCalls) async throws {
        var calls = calls
        while true {
            guard await storyteller.openCount < Self.openRequestLimit else {
                try await pause(.seconds(Self.holdSeconds))
                continue
            }
            do {
                _ = try await submit(calls.next())
            } catch let problem as Problem {
                // The spectator sees what the operator would; the next call is another.
                Output.line("          refused: \(problem)")
            }
            try await pause(.seconds(settings.paceSeconds))
        }
    }

    private func submit(_ call: InventedCall) async throws -> RequestView {
        var request = NewRequest(category: call.category, summary: call.summary)
        switch call.place {
        case .callerPhone(let phone): request.callerPhone = phone
        case .household(let id): request.householdId = id
        case .village(let code): request.place = .village(code: code)
        case .villageName(let name, let township): request.place = .villageName(name, township: township)
        }
        let key = (IdempotencyKey.headerName, UUID().uuidString)
        return try await client.post("/v1/requests", request, headers: [key])
    }
}
