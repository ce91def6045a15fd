import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import InMemoryLogging
import Logging
import TestSupport
import Testing

/// What is said about people goes to those who accepted and to operators, and nowhere else.
@Suite(.timeLimit(.minutes(2)))
struct PrivacyTests {
    @Test func noWordAboutPeopleLeavesBeforeTheAcceptOrByAnotherWay() async throws {
        try await APIWorld.run { world in
            let start: Int64 = 0
            let request = try await world.open(
                #"{"category":"medical-transport","callerPhone":"139 1111 0001","summary":"MARK fever"}"#
            )
            try await world.receiver.waitForRequests(request.offers.count)
            let early = world.receiver.requests
            #expect(early.count == request.offers.count)
            for notice in early {
                #expect(notice.text.contains("offer.created"))
                for mark in APIRosters.marks { #expect(!notice.text.contains(mark)) }
                let faults = JSONSchemaCheck(document: .served).faults(
                    of: try JSONValue(parsing: notice.text),
                    as: OpenAPIDocument.served.schema("Notice"),
                    at: "notice"
                )
                #expect(faults.isEmpty)
            }
            try await world.answer(request.offers[0], "decline")
            try await world.answer(request.offers[1], "accept")
            let created = try await world.receiver.waitForRequests(1) { $0.text.contains("assignment.created") }
            #expect(created.first?.text.contains("MARK Old Man") == true, "who accepted is told")
            #expect(created.first?.path == "/\(request.offers[1].memberId)")
            try await world.answer(request.offers[1], "cleared")
            try await world.call(
                .post,
                "/v1/requests/\(request.id)/close",
                token: world.tokens.operator,
                text: #"{"grade":4,"note":"MARK note"}"#
            )
            let other = try await world.open()
            try await world.call(
                .post,
                "/v1/requests/\(other.id)/cancel",
                token: world.tokens.operator,
                text: #"{"reason":"MARK reason"}"#
            )
            // Refusals that name people and are answered with what was sent.
            for body in [#"{"category":"fall","callerPhone":"13911110002"}"#, #"{"category":"MARK","summary":"MARK"}"#]
            {
                try await world.call(.post, "/v1/requests", token: world.tokens.operator, text: body)
            }
            try await world.call(
                .post,
                "/v1/imports/members",
                token: world.tokens.administrator,
                text: "MARK,1390000\n"
            )

            let told = world.receiver.requests.filter { !$0.text.contains("assignment.created") }
            for notice in told {
                for mark in APIRosters.marks { #expect(!notice.text.contains(mark)) }
            }
            let journal = try await world.dispatcher.store.journal(after: start, limit: 10_000)
            #expect(journal.count > 10)
            for line in journal {
                for mark in APIRosters.marks { #expect(!"\(line)".contains(mark), "\(line.kind)") }
            }
            let end = world.position
            let events = try await EventStream.follow(world, token: world.tokens.administrator, from: start) {
                ($0.last?.id ?? 0) >= end
            }
            #expect(events.count > journal.count)
            for event in events {
                for mark in APIRosters.marks { #expect(event.data?.contains(mark) != true) }
            }
            for entry in world.logs.entries {
                let line = "\(entry.message) \(entry.metadata)"
                for mark in APIRosters.marks { #expect(!line.contains(mark), "\(line)") }
                #expect(!line.contains("arr_"), "a token in the log: \(line)")
            }
        }
    }

    @Test func lookingChangesNothing() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.answer(request.offers[1], "accept")
            try await world.call(.post, "/v1/members/m1/link", token: world.tokens.operator)
            let member = try #require(try await world.dispatcher.memberLinkToken(of: MemberID("m1")))
            // Deliveries are journaled when they come, so they must have come.
            try await world.waitForEvent("offer.delivered")
            try await world.receiver.waitForRequests(request.offers.count)
            let links = try request.offers.map { "/o/\(try world.linkToken($0.id))" } + ["/m/\(member)"]
            let callbacks = try request.offers.map { try world.callback($0) }
            let targets = [
                "/", "/healthz", "/readyz", "/metrics", "/openapi.yaml", "/v1/requests", "/v1/requests/\(request.id)",
                "/v1/members", "/v1/members/m1", "/v1/members/nearest?latitude=37&longitude=115.2", "/v1/villages",
                "/v1/tokens", "/v1/requests/\(request.id)/cancel", "/v1/members/m1/link", "/v1/imports/villages",
            ]
            func state() async throws -> [String] {
                let view = try await world.show(request.id)
                return view.offers.map { "\($0.id) \($0.state)" } + view.assignments.map { "\($0.id) \($0.state)" }
            }
            let before = try await state()
            for method in [HTTPRequest.Method.get, .head] {
                for target in targets + links + callbacks {
                    for suffix in ["", target.contains("?") ? "&action=accept" : "?action=accept"] {
                        let reply = try await world.call(method, target + suffix, token: world.tokens.administrator)
                        #expect(reply.status < 500, "\(target)")
                    }
                }
            }
            #expect(try await state() == before)
            let kinds = try await world.dispatcher.store.journal(after: 0, limit: 10_000).map(\.kind)
            #expect(kinds.count { $0 == "offer.accepted" } == 1)
            #expect(!kinds.contains("request.cancelled"))
        }
    }
}
