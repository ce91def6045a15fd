import DispatchCore
import DispatchStore
import DispatchTestSupport
import StoreTestSupport
import TestSupport

/// A board whose every step is committed to a store, as the writer loop does it.
final class StoreWorld {
    static let start = Timestamp(milliseconds: 1_760_000_000_000)

    let folder = Result { try TemporaryFolder() }
    let county: SmallCounty
    let store: Store
    let writer: StoreWriter
    private(set) var board: Board
    private var ids = IdentifierSource(SeededGenerator(seed: 1))
    var now = StoreWorld.start

    /// - Parameter prepare: Does something with the folder before the store is opened there, or made.
    init(memberCount: Int = 12, beforeOpening prepare: (TemporaryFolder) throws -> Void = { _ in }) throws {
        var generator = SeededGenerator(seed: 3)
        county = try SmallCounty(memberCount: memberCount, endpointIDs: [1, 2, 3], using: &generator)
        try prepare(try folder.get())
        store = try StoreFixture.open(in: try folder.get())
        writer = StoreWriter(store)
        try StoreFixture.writeRosters(of: county, to: writer)
        board = try store.loadBoard(policy: .simple)
    }

    /// Decides a command and gives what is to be committed, without committing it.
    func prepare(_ command: Command, by actor: Actor = .token(StoreFixture.tokenID)) throws -> CommitBatch {
        var batch = CommitBatch(expectedPosition: board.position)
        let (decision, entries) = try board.advance(command, by: actor, at: now, using: &ids)
        batch.add(decision, entries)
        batch.addImages(of: board.takeChanges(), on: board)
        batch.clock = StoredClock(
            elapsed: now,
            wall: board.wall(at: now),
            bootID: "test",
            bootMilliseconds: now.milliseconds,
            believedWall: board.wall(at: now),
            doubtedSince: nil
        )
        if case .noteClockStep(let offset) = command {
            batch.clockStep = ClockHistory.Step(at: now, offsetMilliseconds: offset)
        }
        if case .opened(let id, _, isRepeat: false) = decision.outcome {
            let details = RequestDetails(callerPhone: nil, summary: "a test", openedBy: actor)
            batch.records.append(.requestDetails(id, details))
            if case .openRequest(let new) = command, let idempotency = new.idempotency {
                batch.records.append(.idempotency(idempotency, id, at: now))
            }
        }
        switch command {
        case .forgetMember(let id): batch.records.append(.forgotten(Erasure(.member(id), at: now)))
        case .forgetHousehold(let id, _):
            var erasure = Erasure(.household(id), at: now)
            if case .erased(let ids) = decision.outcome { erasure.requestIDs = ids }
            batch.records.append(.forgotten(erasure))
        case _: break
        }
        return batch
    }

    @discardableResult
    func act(_ command: Command, by actor: Actor = .token(StoreFixture.tokenID)) throws -> [Int64] {
        try writer.commit(try prepare(command, by: actor))
    }

    /// Opens a request that asks three members, and gives it.
    @discardableResult
    func call(key: String? = nil) throws -> HelpRequest {
        let village = county.villages[0]
        try act(
            .openRequest(
                NewHelpRequest(
                    category: "fall",
                    place: Place(villageCode: village.code, coordinate: village.coordinate),
                    householdID: "h1",
                    contacts: [MemberID("m1")],
                    idempotency: key.map {
                        Idempotency(tokenID: StoreFixture.tokenID, key: $0, bodyDigest: "00")
                    }
                )
            )
        )
        return try latest
    }

    var latest: HelpRequest {
        get throws {
            guard let request = board.requests.values.max(by: { $0.id < $1.id }) else { throw Refusal.unknownRequest }
            return request
        }
    }
}
