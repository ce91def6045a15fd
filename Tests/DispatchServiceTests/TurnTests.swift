import CurlTransport
import DispatchCore
import DispatchService
import DispatchTestSupport
import Testing

/// A turn of the writer is bounded, whatever comes, and so is its commit.
@Suite(.timeLimit(.minutes(2)))
struct TurnTests {
    /// Commands and what is due have a budget each, and each may go over it by one piece.
    private static let entryLimit =
        2 * (WorkBudget.turnUnits + WorkBudget.pieceUnits) / WorkBudget.Cost.event

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func flood(_ house: House, seats: Int) -> NewHelpRequest {
        var new = house.newRequest(category: "other")
        new.urgency = .immediate
        new.seats = Array(repeating: SeatPlan(role: "helper", requires: []), count: seats)
        return new
    }

    @Test func aFloodIsCommittedInPortionsAndEverybodyIsAnswered() async throws {
        let positions = Locked<[Int64]>([])
        try await House.withWriter(
            in: folder,
            memberCount: 60,
            policy: Policy(),
            positions: positions
        ) { house in
            try await withThrowingTaskGroup { group in
                let (writer, large) = (house.writer, flood(house, seats: HelpRequest.seatLimit))
                let small = house.newRequest()
                for number in 0..<300 {
                    group.addTask { _ = try await writer.open(number % 60 == 0 ? large : small) }
                }
                try await group.waitForAll()
            }
            // Whatever waits still is worked off.
            while try await house.writer.inspect({ $0.backlogCount }) > 0 {}
            let requests = try await house.writer.requests
            #expect(requests.count == 300)
            for request in requests where request.unansweredAt == nil {
                let asked = Set(request.offers.map(\.seatID))
                #expect(request.seats.allSatisfy { asked.contains($0.id) })
            }
            #expect(try await house.difference() == nil)
        }
        let commits = positions.withLock { $0 }
        for (before, after) in zip([0] + commits, commits) { #expect(Int(after - before) <= Self.entryLimit) }
        #expect(commits.count > 10)
    }

    @Test func aStartServesBeforeItHasWeighedAllThatIsOpen() async throws {
        try await House.withWriter(in: folder, memberCount: 60, policy: Policy()) { house in
            for _ in 0..<10 { try await house.writer.open(flood(house, seats: HelpRequest.seatLimit)) }
        }
        try await House.withWriter(in: folder, memberCount: 60, policy: Policy()) { house in
            guard case .opened(let id, _, _) = try await house.writer.open(house.newRequest()).outcome else {
                Issue.record("nothing was opened")
                return
            }
            let board = try await house.writer.inspect { $0 }
            #expect(board.backlogCount > 0, "what was open waits still")
            #expect(board.requests[id]?.offers.isEmpty == false)
        }
    }
}
