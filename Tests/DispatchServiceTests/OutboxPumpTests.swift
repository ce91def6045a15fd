import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import DispatchWire
import Foundation
import GRDB
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

/// Notices on their way from the outbox to real endpoints, and what came of them on its way back.
@Suite(.timeLimit(.minutes(2)))
struct OutboxPumpTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Waits for confirmations longer than any machine takes, so that only what an endpoint does counts.
    private var patient: Policy {
        var policy = Policy.simple
        policy.confirmationSilenceSeconds = 3600
        return policy
    }

    /// What a notice says, as far as these tests look at it.
    private struct Notice: Decodable {
        struct Content: Decodable {
            struct Offer: Decodable { let id: String }
            let offer: Offer
            let links: [String: String]
        }
        let type: String
        let data: Content

        init(_ request: ReceivedRequest) throws {
            self = try JSONDecoder().decode(Notice.self, from: Data(request.body))
        }
    }

    private func open(_ dispatcher: Dispatcher, contacts: [MemberID] = []) async throws -> HelpRequest {
        let village = dispatcher.directory.villages[0]
        var new = NewHelpRequest(
            category: "fall",
            place: Place(villageCode: village.code, coordinate: village.coordinate)
        )
        new.contacts = contacts
        try await dispatcher.writer.open(new)
        return try #require(try await dispatcher.writer.requests.last)
    }

    /// Waits until the journal holds `count` entries of a kind, and gives their payloads.
    private func journal(_ dispatcher: Dispatcher, _ kind: String, count: Int) async throws -> [String] {
        var payloads: [String] = []
        var position: Int64 = 0
        while payloads.count < count, await dispatcher.follower.grows(past: position) {
            for line in try await dispatcher.store.journal(after: position, limit: 1000) {
                if line.kind == kind { payloads.append(line.payload) }
                position = line.position
            }
        }
        return payloads
    }

    /// How many deliveries are in which state.
    private func deliveries(_ store: Store) throws -> [String: Int] {
        try store.pool.read { database in
            try Row.fetchAll(database, sql: "SELECT state, count(*) AS count FROM delivery GROUP BY state")
                .reduce(into: [:]) { $0[$1["state"] as String] = $1["count"] as Int }
        }
    }

    @Test func noticesArriveAfterTheCommitAndSayNothingOfThePeople() async throws {
        let receiver = try LocalReceiver()
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url("")) { dispatcher in
            let request = try await open(dispatcher)
            let received = try await receiver.waitForRequests(request.offers.count)
            #expect(Set(try received.map { try Notice($0).data.offer.id }) == Set(request.offers.map(\.id.description)))
            for notice in received {
                #expect(try Notice(notice).type == "offer.created")
                #expect(notice.headers["webhook-id"] != nil)
                #expect(!notice.text.contains("a test of the service"))
                #expect(!notice.text.contains("0000-000"))
            }
            #expect(try await journal(dispatcher, "offer.delivered", count: 3).count == 3)
            #expect(try deliveries(dispatcher.store) == ["sent": request.offers.count])

            // The link in the notice is the one to answer by.
            let first = try Notice(received[0])
            let token = try #require(first.data.links["callback"]?.split(separator: "/").last)
            let offer = try #require(dispatcher.offer(ofToken: String(token)))
            #expect(offer.description == first.data.offer.id)
            _ = try await dispatcher.take(.accept, on: offer)
            let details = try await receiver.waitForRequests(1) { $0.text.contains("assignment.created") }
            #expect(details[0].text.contains("a test of the service"))
            #expect(details[0].text.contains("0000-000"))
            // The others are told that they are not needed.
            try await receiver.waitForRequests(request.offers.count - 1) { $0.text.contains("offer.withdrawn") }
        }
        receiver.stop()
    }

    @Test func aFailedAttemptAsksSomebodyElseAndIsMadeAgainUnderTheSameID() async throws {
        let failed = Mutex<Set<String>>([])
        let receiver = try LocalReceiver { request in
            let id = request.headers["webhook-id"] ?? ""
            return failed.withLock { $0.insert(id).inserted } ? .reply(status: 500) : .ok
        }
        try await House.withDispatcher(in: folder, policy: patient, rate: 20, endpointsAt: receiver.url("")) {
            dispatcher in
            let request = try await open(dispatcher)
            let silent = try await journal(dispatcher, "offer.silent", count: 3)
            #expect(silent.prefix(3).allSatisfy { $0.contains("delivery-failed") })
            // Three in place of the three.
            #expect(try await journal(dispatcher, "offer.made", count: 6).count >= 6)
            let delivered = try await journal(dispatcher, "offer.delivered", count: 3)
            #expect(delivered.count >= 3)
            let first = receiver.requests[0].headers["webhook-id"]
            let attempts = try await receiver.waitForRequests(2) { $0.headers["webhook-id"] == first }
            #expect(attempts.count == 2)
            #expect(request.offers.count == 3)
        }
        receiver.stop()
    }

    @Test func anEndpointThatRefusesTheConnectionIsSilenceAtOnce() async throws {
        let port = try RefusingPort()
        try await House.withDispatcher(in: folder, policy: patient, endpointsAt: port.url("")) {
            dispatcher in
            _ = try await open(dispatcher)
            let silent = try await journal(dispatcher, "offer.silent", count: 3)
            #expect(silent.prefix(3).allSatisfy { $0.contains("delivery-failed") })
        }
    }

    @Test func aWithdrawnOfferIsNotSentAgain() async throws {
        // Every offer fails at first, so that each waits for its second attempt when the seat is taken.
        let receiver = try LocalReceiver { $0.text.contains("offer.created") ? .reply(status: 503) : .ok }
        try await House.withDispatcher(in: folder, policy: patient, endpointsAt: receiver.url("")) { dispatcher in
            let request = try await open(dispatcher)
            _ = try await journal(dispatcher, "offer.silent", count: 3)
            _ = try await dispatcher.take(.accept, on: request.offers[0].id)
            try await receiver.waitForRequests(1) { $0.text.contains("assignment.created") }
            // None of the offers is due any more: not that of the accept, nor those that it withdrew.
            let due = try await dispatcher.store.dueDeliveries(excluding: [], limit: 100)
            #expect(!due.contains { $0.kind == .offerCreated })
            #expect(try deliveries(dispatcher.store)["cancelled"] ?? 0 >= 3)
        }
        receiver.stop()
    }

    @Test func whatWasNotTakenBeforeTheEndIsSentAfterTheRestart() async throws {
        let isReady = Mutex(false)
        let receiver = try LocalReceiver { _ in isReady.withLock { $0 } ? .ok : .hang }
        var ids: Set<String> = []
        try await House.withDispatcher(in: folder, rate: 20, endpointsAt: receiver.url("")) { dispatcher in
            _ = try await open(dispatcher)
            ids = Set(try await receiver.waitForRequests(3).compactMap { $0.headers["webhook-id"] })
        }
        #expect(ids.count == 3)
        isReady.withLock { $0 = true }
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url("")) { dispatcher in
            let expected = ids
            try await receiver.waitForRequests(6) { expected.contains($0.headers["webhook-id"] ?? "") }
            #expect(try await journal(dispatcher, "offer.delivered", count: 3).count >= 3)
        }
        receiver.stop()
    }
}
