import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import GRDB
import HTTPTypes
import NIOCore
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(2)))
struct EventRouteTests {
    @Test func streamsFromNowOn() async throws {
        try await APIWorld.run { world in
            let before = try await world.open()
            let start = world.position
            async let heard = EventStream.follow(world, token: world.tokens.desk) { events in
                events.contains { $0.type == "offer.declined" }
            }
            // The stream says at once where it begins; until then the answer might come before it.
            try await world.waitForStream()
            try await world.answer(before.offers[0], "decline")
            let events = try await heard
            let beginning = try #require(events.first)
            // Deliveries are told of when they come, and may have been meanwhile.
            #expect(beginning.id >= start)
            #expect(beginning.data == nil)
            let declined = try #require(try events.first { $0.type == "offer.declined" }?.message)
            #expect(declined.offerId == before.offers[0].id)
            #expect(declined.requestId == before.id)
            #expect(declined.memberId == before.offers[0].memberId)
            #expect(declined.actor == before.offers[0].memberId)
            #expect(events.dropFirst().allSatisfy { $0.id > beginning.id })
        }
    }

    @Test func resumesWithoutAGapOrARepeat() async throws {
        try await APIWorld.run { world in
            let start = world.position
            var requests: [RequestView] = []
            for _ in 1...60 { requests.append(try await world.open()) }
            let end = world.position
            #expect(end - start > 200, "more than is read at once")
            let all = try await EventStream.follow(world, token: world.tokens.operator, from: start) {
                ($0.last?.id ?? 0) >= end
            }
            #expect(all.dropFirst().map(\.id).filter { $0 <= end } == Array((start + 1)...end))
            let middle = start + 77
            let rest = try await EventStream.follow(world, token: world.tokens.operator, from: middle) {
                ($0.last?.id ?? 0) >= end
            }
            #expect(rest.dropFirst().map(\.id).filter { $0 <= end } == Array((middle + 1)...end))
            for event in all.dropFirst() {
                let message = try #require(try event.message)
                #expect(message.position == event.id)
                #expect(message.type == event.type)
                let faults = JSONSchemaCheck(document: .served).faults(
                    of: try JSONValue(parsing: event.data ?? ""),
                    as: OpenAPIDocument.served.schema("Event"),
                    at: "event"
                )
                #expect(faults.isEmpty)
            }
            let listed = OpenAPIDocument.served.schema("Event")["properties"]?["type"]?["examples"]?.elements ?? []
            #expect(Set(all.compactMap(\.type)).isSubset(of: Set(listed.compactMap(\.text))))
        }
    }

    @Test func tellsOneRequestOnlyWhenAsked() async throws {
        try await APIWorld.run { world in
            let start = world.position
            let first = try await world.open()
            let second = try await world.open()
            try await world.call(.post, "/v1/requests/\(second.id)/cancel", token: world.tokens.operator)
            let events = try await EventStream.follow(
                world,
                token: world.tokens.operator,
                from: start,
                query: "?requestId=\(second.id.uppercased())"
            ) { $0.contains { $0.type == "request.cancelled" } }
            #expect(try events.compactMap { try $0.message }.allSatisfy { $0.requestId == second.id })
            #expect(events.count > 3)
            #expect(!events.contains { $0.data?.contains(first.id) == true })
        }
    }

    @Test func tellsATownshipItsOwnOnly() async throws {
        try await APIWorld.run { world in
            let here = try await world.open()
            let there = try await world.open(#"{"category":"fall","place":{"villageCode":"999999002001"}}"#)
            try await world.call(.patch, "/v1/members/m6", token: world.tokens.operator, text: #"{"duty":"off"}"#)
            try await world.call(.post, "/v1/requests/\(there.id)/cancel", token: world.tokens.operator)
            let events = try await EventStream.follow(
                world,
                token: world.tokens.of(.desk, APIRosters.secondTownship),
                from: 0
            ) { $0.contains { $0.type == "request.cancelled" } }
            #expect(try events.compactMap { try $0.message }.allSatisfy { $0.requestId == there.id })
            #expect(!events.contains { $0.data?.contains(here.id) == true })
        }
    }

    @Test func refusesAPositionThatIsPrunedOrToCome() async throws {
        try await APIWorld.run { world in
            _ = try await world.open()
            func follow(_ id: String) async throws -> APIReply {
                try await world.call(
                    .get,
                    "/v1/events",
                    token: world.tokens.operator,
                    headers: ["Last-Event-ID": id]
                )
            }
            for id in ["x", "-1", "1.5", "99999999999999999999", String(world.position + 1_000)] {
                let reply = try await follow(id)
                #expect(reply.code == .invalidValue, "\(id)")
                #expect(reply.json["field"] == "Last-Event-ID")
            }
            let kept = world.position - 1
            try await world.dispatcher.store.pool.write { database in
                try database.execute(sql: "DELETE FROM journal WHERE position < ?", arguments: [kept])
            }
            for id in [0, 1, kept - 2] {
                #expect(try await follow(String(id)).code == .positionPruned, "\(id)")
            }
            let events = try await EventStream.follow(world, token: world.tokens.operator, from: kept - 1) {
                $0.count >= 3
            }
            #expect(
                events.dropFirst().prefix(2).map(\.id) == [kept, kept + 1],
                "the last position before what is there"
            )
        }
    }

    @Test func aHeadOfTheStreamEndsAtOnce() async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(.head, "/v1/events", token: world.tokens.operator)
            #expect(reply.status == 200)
            #expect(reply.mediaType == "text/event-stream")
        }
    }

    @Test func theStreamOfARevokedTokenEndsAtOnce() async throws {
        try await APIWorld.run { world in
            let administrator = try world.principal(world.tokens.administrator)
            let token = try await world.dispatcher.createToken(
                name: "follower",
                role: .operator,
                townshipCode: nil,
                expiresAt: nil,
                by: administrator
            )
            let start = world.position
            async let heard = EventStream.follow(world, token: token.text, from: start) { _ in false }
            try await world.waitForStream()
            _ = try await world.open()
            #expect(try await world.dispatcher.revokeToken(token.record.id, by: administrator))
            let later = try await world.open()
            // Nothing is ever enough, so this returns only because the stream has ended.
            #expect(try await !heard.contains { $0.data?.contains(later.id) == true })
        }
    }

    @Test func theStreamEndsWhenItsTokenExpires() async throws {
        try await APIWorld.run { world in
            let administrator = try world.principal(world.tokens.administrator)
            let token = try await world.dispatcher.createToken(
                name: "follower",
                role: .operator,
                townshipCode: nil,
                expiresAt: world.dispatcher.clock.wallNow.adding(seconds: 2),
                by: administrator
            )
            let begun = ContinuousClock.now
            let heard = try await EventStream.follow(world, token: token.text) { _ in false }
            #expect(heard.count == 1, "where it begins, and no more")
            #expect(ContinuousClock.now - begun < .seconds(14), "sooner than a heartbeat")
        }
    }

    @Test func theStreamEndsWhenTheDaemonIsToldToStop() async throws {
        try await APIWorld.run { world in
            let (listening, announce) = AsyncStream<SocketAddress?>.makeStream()
            let listener = HTTPListener(
                responder: world.responder,
                addresses: [.network(host: "127.0.0.1", port: 0)],
                logger: world.logger,
                onListening: { announce.yield($0) }
            )
            let group = ServiceGroup(configuration: .init(services: [listener], logger: world.logger))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                var address: SocketAddress?
                for await bound in listening {
                    address = bound
                    break
                }
                do {
                    let client = try await ListenerClient.connect(to: try #require(address))
                    try await client.say(
                        "GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(world.tokens.operator)\r\n\r\n"
                    )
                    try await client.hear { $0.contains("id: ") }
                    let request = try await world.open()
                    let text = try await client.hear { $0.contains("event: offer.made") }
                    #expect(text.contains(request.id))
                    await group.triggerGracefulShutdown()
                    let whole = try await client.hearUntilClosed()
                    #expect(whole.hasSuffix("0\r\n\r\n"), "ended in good order, not cut off")
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                try await tasks.waitForAll()
            }
        }
    }
}

extension APIWorld {
    /// Waits until somebody follows the journal, as the metrics tell.
    fileprivate func waitForStream() async throws {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            let text = try await call(.get, "/metrics").text
            if text.contains("arrived_event_stream_subscribers 1") { return }
            await Task.yield()
        }
        Issue.record("nobody follows in time")
    }
}
