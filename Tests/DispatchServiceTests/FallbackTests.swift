import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import DispatchWire
import GRDB
import StoreTestSupport
import TestSupport
import Testing

/// What does not arrive at a member's first endpoint goes to their second, and counts as lost only when both have failed.
@Suite(.timeLimit(.minutes(2)))
struct FallbackTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var patient: Policy {
        var policy = Policy.simple
        policy.confirmationSilenceSeconds = 3600
        policy.answerSilenceSeconds = 3600
        return policy
    }

    private func withSecondEndpoints(
        at receiver: LocalReceiver,
        _ body: (Dispatcher) async throws -> Void
    ) async throws {
        try await House.withDispatcher(
            in: folder,
            policy: patient,
            endpointsAt: receiver.url(""),
            fallbackPath: "second",
            body
        )
    }

    private func open(_ dispatcher: Dispatcher) async throws -> HelpRequest {
        let village = dispatcher.directory.villages[0]
        try await dispatcher.writer.open(
            NewHelpRequest(category: "fall", place: Place(villageCode: village.code, coordinate: village.coordinate))
        )
        return try #require(try await dispatcher.writer.requests.last)
    }

    /// Waits until the journal holds `count` entries of these kinds, and gives those kinds.
    private func journal(_ dispatcher: Dispatcher, _ kinds: Set<String>, count: Int) async throws -> [String] {
        var found: [String] = []
        var position: Int64 = 0
        while found.count < count, await dispatcher.follower.grows(past: position) {
            for line in try await dispatcher.store.journal(after: position, limit: 1000) {
                if kinds.contains(line.kind) { found.append(line.kind) }
                position = line.position
            }
        }
        return found
    }

    /// States of all deliveries of offers, by whether they go to the second endpoint.
    private func states(_ store: Store) throws -> [Bool: [String: Int]] {
        try store.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT url LIKE '%second' AS is_second, state, count(*) AS count FROM delivery
                    JOIN endpoint ON endpoint.id = endpoint_id JOIN notice ON notice.id = notice_id
                    WHERE kind = 'offer.created' GROUP BY is_second, state
                    """
            ).reduce(into: [:]) { $0[$1["is_second"], default: [:]][$1["state"] as String] = $1["count"] as Int }
        }
    }

    @Test func whatFailsAtTheFirstArrivesAtTheSecondUnderTheSameID() async throws {
        let receiver = try LocalReceiver { $0.path == "/second" ? .ok : .reply(status: 503) }
        try await withSecondEndpoints(at: receiver) { dispatcher in
            let request = try await open(dispatcher)
            let arrived = try await receiver.waitForRequests(request.offers.count) { $0.path == "/second" }
            let failed = receiver.requests.filter { $0.path != "/second" }
            let ids = Set(arrived.compactMap { $0.headers["webhook-id"] })
            #expect(ids.isSubset(of: Set(failed.compactMap { $0.headers["webhook-id"] })))
            _ = try await journal(dispatcher, ["offer.delivered"], count: request.offers.count)
            let states = try states(dispatcher.store)
            #expect(states[true]?["sent"] ?? 0 >= request.offers.count)
            // Taken back from the first, which would only be tried again.
            #expect(states[false]?["cancelled"] ?? 0 >= request.offers.count)
            let kinds = try await journal(dispatcher, ["offer.undeliverable", "offer.delivered"], count: 3)
            #expect(!kinds.contains("offer.undeliverable"))
        }
        receiver.stop()
    }

    @Test func aFirstThatIsGoneForGoodLosesNothing() async throws {
        let receiver = try LocalReceiver { $0.path == "/second" ? .ok : .reply(status: 410) }
        try await withSecondEndpoints(at: receiver) { dispatcher in
            let request = try await open(dispatcher)
            let kinds = try await journal(
                dispatcher,
                ["offer.undeliverable", "offer.delivered"],
                count: request.offers.count
            )
            #expect(Set(kinds) == ["offer.delivered"])
            // The first is switched off by now: the next notice goes to the second at once.
            let before = receiver.requests.count
            _ = try await dispatcher.take(.accept, on: request.offers[0].id)
            try await receiver.waitForRequests(1) { $0.number >= before && $0.text.contains("assignment.created") }
            #expect(receiver.requests.dropFirst(before).allSatisfy { $0.path == "/second" })
        }
        receiver.stop()
    }

    @Test func whenBothAreGoneTheOfferIsUndeliverable() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 410) }
        try await withSecondEndpoints(at: receiver) { dispatcher in
            let request = try await open(dispatcher)
            let lost = try await journal(dispatcher, ["offer.undeliverable"], count: request.offers.count)
            #expect(lost.count >= request.offers.count)
            #expect(try states(dispatcher.store)[true]?["given-up"] ?? 0 >= 1)
        }
        receiver.stop()
    }
}
