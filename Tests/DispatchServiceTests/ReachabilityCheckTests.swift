import DispatchCore
import DispatchStore
import DispatchTestSupport
import StoreTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// Test messages that nobody has asked for, and what follows from them.
@Suite(.timeLimit(.minutes(2)))
struct ReachabilityCheckTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func eachEndpointIsTestedOnceAndOneThatFailsIsKnown() async throws {
        // The county's endpoints are /1, /2 and /3.
        let receiver = try LocalReceiver { $0.path == "/2" ? .reply(status: 503) : .ok }
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url("")) { dispatcher in
            let check = ReachabilityCheck(dispatcher: dispatcher, hours: 0..<24) { 3_600 }
            await check.testDue()
            #expect(receiver.requests.map(\.path).sorted() == ["/1", "/2", "/3"])
            // Tested a moment ago: not again, not after a restart either, since it stands in the rows.
            await check.testDue()
            #expect(receiver.requests.count == 3)
            let unreached = try await dispatcher.writer.inspect { Array($0.roster.unreachedEndpoints.keys) }
            #expect(unreached.count == 1)
            let id = try #require(unreached.first)
            let endpoint = try #require(try await dispatcher.store.endpoint(id))
            #expect(endpoint.record.url.hasSuffix("/2"))
            #expect(endpoint.failureCount == 1)
            // It alone is tried again before the others are due.
            let soon = dispatcher.clock.now.adding(seconds: 1)
            let due = try await dispatcher.store.endpointsToTest(
                testedBefore: soon.adding(seconds: -3_600),
                ifUnreached: soon,
                limit: 9
            )
            #expect(due == [id])
        }
        receiver.stop()
    }

    @Test func nothingIsSentByNight() async throws {
        let receiver = try LocalReceiver()
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url("")) { dispatcher in
            await ReachabilityCheck(dispatcher: dispatcher, hours: 0..<0) { 3_600 }.testDue()
            #expect(receiver.requests.isEmpty)
        }
        receiver.stop()
    }

    @Test func aNoticeThatArrivesShowsThatItIsReachedAgain() async throws {
        let receiver = try LocalReceiver()
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url("")) { dispatcher in
            _ = try await dispatcher.writer.submit(.noteReach([1, 2, 3], isReached: false), by: .system)
            let village = dispatcher.directory.villages[0]
            try await dispatcher.writer.open(
                NewHelpRequest(
                    category: "fall",
                    place: Place(villageCode: village.code, coordinate: village.coordinate)
                )
            )
            var position: Int64 = 0
            var isReached = false
            while !isReached, await dispatcher.follower.grows(past: position) {
                for line in try await dispatcher.store.journal(after: position, limit: 1_000) {
                    if line.kind == "endpoint.checked", line.payload.contains("true") { isReached = true }
                    position = line.position
                }
            }
            #expect(isReached)
        }
        receiver.stop()
    }
}
