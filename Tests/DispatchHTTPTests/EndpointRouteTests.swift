import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import InMemoryLogging
import TestSupport
import Testing
import WebhookDelivery

/// Looking after endpoints: how they do, one that is gone, switching off and on, what was sent, sending once more.
@Suite(.timeLimit(.minutes(2)))
struct EndpointRouteTests {
    private func list(_ filter: String, in world: APIWorld) async throws -> [EndpointView] {
        let list: EndpointList = try await world.call(
            .get,
            "/v1/endpoints?filter=\(filter)",
            token: world.tokens.operator
        ).read()
        return list.endpoints
    }

    private func deliveries(_ query: String, in world: APIWorld) async throws -> [DeliveryView] {
        let list: DeliveryList = try await world.call(
            .get,
            "/v1/deliveries?\(query)",
            token: world.tokens.operator
        ).read()
        return list.deliveries
    }

    /// Waits until the outbox is empty.
    private func settle(_ world: APIWorld) async throws {
        let deadline = ContinuousClock.now + APIWorld.patience
        while try await !deliveries("state=due", in: world).isEmpty {
            try #require(ContinuousClock.now < deadline, "the outbox does not empty")
        }
    }

    @Test func whatWasSentIsListedWithItsAttempts() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.receiver.waitForRequests(request.offers.count)
            try await settle(world)
            let found = try await deliveries("request=\(request.id)", in: world)
            #expect(found.count == request.offers.count)
            #expect(found.allSatisfy { $0.state == .sent && $0.type == "offer.created" && $0.attempts == nil })
            let delivery: DeliveryView = try await world.call(
                .get,
                "/v1/deliveries/\(found[0].id)",
                token: world.tokens.operator
            ).read()
            let attempt = try #require(delivery.attempts?.first)
            #expect(attempt.status == 200)
            #expect(attempt.outcome == "sent")
            #expect(attempt.totalMilliseconds != nil)
            let endpoints = try await list("all", in: world)
            #expect(endpoints.count == 7)
            #expect(endpoints.allSatisfy { $0.members == 1 && $0.failures == 0 && $0.waiting == 0 })
            #expect(endpoints.count { $0.lastSentAt != nil } == request.offers.count)
            #expect(endpoints[0].address == "http://127.0.0.1:\(world.receiver.port)")
        }
    }

    @Test func anEndpointThatIsGoneIsSwitchedOffAndItsMembersAreOutOfReach() async throws {
        let gone = try LocalReceiver { _ in .reply(status: 410) }
        defer { gone.stop() }
        try await APIWorld.run { world in
            // All of one group, behind one address.
            let members = APIRosters().members(endpoint: "GROUP").replacing(#/GROUP[^,]*/#, with: gone.url("/x"))
            try await world.importList("members", members)
            let request = try await world.open()
            try #require(!request.offers.isEmpty)
            let deadline = ContinuousClock.now + APIWorld.patience
            while try await list("disabled", in: world).isEmpty, ContinuousClock.now < deadline {}
            let endpoint = try #require(try await list("disabled", in: world).first)
            #expect(endpoint.disabledReason == "gone")
            let explanation: Explanation = try await world.call(
                .get,
                "/v1/requests/\(request.id)/explanation",
                token: world.tokens.operator
            ).read()
            #expect(explanation.members.contains { $0.reason == .unreachable })
            #expect(try await world.open().state == .unanswered, "nobody is in reach")

            let path = "/v1/endpoints/\(endpoint.id)/enable"
            let enabled = try await world.call(.post, path, token: world.tokens.administrator)
            #expect(try enabled.read(EndpointView.self).disabledAt == nil)
            let journal = try await world.dispatcher.store.journal(after: 0, limit: 100_000).map(\.kind)
            #expect(journal.contains("endpoint.disabled"))
            #expect(journal.contains("endpoint.enabled"))
        }
    }

    @Test func switchingOffAndOnIsDoneOnce() async throws {
        try await APIWorld.run { world in
            let id = try #require(try await list("all", in: world).first?.id)
            for verb in ["disable", "disable", "enable", "enable"] {
                let reply = try await world.call(
                    .post,
                    "/v1/endpoints/\(id)/\(verb)",
                    token: world.tokens.administrator
                )
                #expect(try reply.read(EndpointView.self).disabledReason == (verb == "disable" ? "by-hand" : nil))
                let metrics = try await world.call(.get, "/metrics", from: "127.0.0.1").text
                #expect(metrics.contains("arrived_endpoints_disabled \(verb == "disable" ? 1 : 0)\n"))
            }
            let changes = try await world.dispatcher.store.journal(after: 0, limit: 100_000)
                .filter { $0.kind.hasPrefix("endpoint.") }
            #expect(changes.map(\.kind) == ["endpoint.disabled", "endpoint.enabled"])
            for path in ["/v1/endpoints/999", "/v1/endpoints/x", "/v1/endpoints/0"] {
                #expect(try await world.call(.get, path, token: world.tokens.operator).status == 404)
            }
        }
    }

    @Test func aSettledNoticeIsSentOnceMoreUnderTheSameID() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.receiver.waitForRequests(request.offers.count)
            try await settle(world)
            let delivery = try #require(try await deliveries("request=\(request.id)", in: world).first)
            let path = "/v1/deliveries/\(delivery.id)/replay"
            #expect(try await world.call(.post, path, token: world.tokens.operator).status == 200)
            let heard = try await world.receiver.waitForRequests(2) { $0.headers["webhook-id"] == delivery.noticeId }
            #expect(heard.count == 2)
            try await settle(world)
            let again: DeliveryView = try await world.call(
                .get,
                "/v1/deliveries/\(delivery.id)",
                token: world.tokens.operator
            ).read()
            #expect(again.attempts?.map(\.number) == [1, 2])
            #expect(try await world.call(.get, "/v1/deliveries/99999", token: world.tokens.operator).status == 404)
        }
    }

    @Test func aNoticeWhoseTimeHasPassedIsNotSentAgain() async throws {
        try await APIWorld.run { policy in
            policy.immediateOfferLifeSeconds = 1
        } _: { world in
            let request = try await world.open()
            let deadline = ContinuousClock.now + APIWorld.patience
            while ContinuousClock.now < deadline,
                try await world.show(request.id).offers.contains(where: { $0.state == .pending })
            {}
            try await settle(world)
            let delivery = try #require(try await deliveries("request=\(request.id)", in: world).last)
            let reply = try await world.call(
                .post,
                "/v1/deliveries/\(delivery.id)/replay",
                token: world.tokens.operator
            )
            #expect(reply.code == .noticeOver)
        }
    }

    @Test func aTestSaysAtOnceWhetherItArrived() async throws {
        try await APIWorld.run { world in
            let endpoint = try #require(try await list("all", in: world).first)
            let path = "/v1/endpoints/\(endpoint.id)/test"
            let reply = try await world.call(.post, path, token: world.tokens.administrator)
            let attempt: DeliveryView.Attempt = try reply.read()
            #expect(attempt.outcome == "sent")
            #expect(attempt.status == 200)
            let heard = try await world.receiver.waitForRequests(1) { $0.text.contains("endpoint.test") }
            #expect(heard[0].headers["webhook-id"] != nil)
            let after: EndpointView = try await world.call(
                .get,
                "/v1/endpoints/\(endpoint.id)",
                token: world.tokens.operator
            ).read()
            #expect(after.lastSentAt != nil)
            #expect(after.waiting == 0)
            let unknown = try await world.call(.post, "/v1/endpoints/999/test", token: world.tokens.administrator)
            #expect(unknown.status == 404)
        }
    }

    @Test func aTestThatIsRefusedSaysWhyAndOneThatIsGoneIsSwitchedOff() async throws {
        let sick = try LocalReceiver { request in
            .reply(status: request.path.hasPrefix("/gone") ? 410 : 500)
        }
        defer { sick.stop() }
        try await APIWorld.run { world in
            let members = APIRosters().members(endpoint: "GROUP").split(separator: "\n").enumerated()
                .map { $1.replacing(#/GROUP[^,]*/#, with: sick.url($0 % 2 == 0 ? "/gone" : "/failing")) }
            try await world.importList("members", members.joined(separator: "\n"))
            var reasons: Set<String> = []
            for endpoint in try await list("all", in: world) {
                let attempt: DeliveryView.Attempt = try await world.call(
                    .post,
                    "/v1/endpoints/\(endpoint.id)/test",
                    token: world.tokens.administrator
                ).read()
                #expect(attempt.outcome == "given-up")
                reasons.insert(attempt.reason ?? "")
            }
            #expect(reasons == ["gone", "server-error"])
            #expect(try await list("disabled", in: world).map(\.disabledReason) == ["gone"])
            #expect(try await list("failing", in: world).map(\.failures) == [1])
            let metrics = try await world.call(.get, "/metrics", from: "127.0.0.1").text
            #expect(metrics.contains("arrived_endpoints_disabled 1\n"))
            #expect(metrics.contains("arrived_endpoints_unreached 1\n"))
        }
    }

    /// The test message to an endpoint, as its receiver got it.
    private func tested(_ id: Int64, in world: APIWorld) async throws -> ReceivedRequest {
        let count = world.receiver.requests.count
        try await world.call(.post, "/v1/endpoints/\(id)/test", token: world.tokens.administrator)
        let all = try await world.receiver.waitForRequests(count + 1)
        return try #require(all.last)
    }

    /// Which of these secrets verify a message.
    private func verifying(_ request: ReceivedRequest, _ secrets: [String]) throws -> [String] {
        let keys = try secrets.map { ($0, try WebhookSecret($0)) }
        return keys.filter { _, key in
            do throws(WebhookRefusal) {
                try StandardWebhooks.verify(
                    id: request.headers["webhook-id"],
                    timestamp: request.headers["webhook-timestamp"],
                    signature: request.headers["webhook-signature"],
                    body: request.body,
                    secret: key,
                    nowSeconds: request.headers["webhook-timestamp"].flatMap { Int64($0) } ?? 0
                )
                return true
            } catch {
                return false
            }
        }.map(\.0)
    }

    @Test func aSecretIsChangedWithoutANoticeThatCannotBeVerified() async throws {
        var rosters = APIRosters()
        rosters.hasSecrets = true
        let lists = rosters
        try await APIWorld.run(rosters: lists) { world in
            let id = try #require(try await list("all", in: world).first?.id)
            let token = world.tokens.administrator
            let early = try await world.call(.post, "/v1/endpoints/\(id)/finish-rotation", token: token)
            #expect(early.status == 409)
            #expect(early.json["code"]?.text == "cannot-rotate")
            #expect(
                try await world.call(.post, "/v1/endpoints/\(id)/rotate", token: world.tokens.operator).status == 403
            )

            // The answer may be lost, and the new secret with it: then another is made.
            let lost: RotatedSecret = try await world.call(.post, "/v1/endpoints/\(id)/rotate", token: token).read()
            let rotated: RotatedSecret = try await world.call(.post, "/v1/endpoints/\(id)/rotate", token: token).read()
            #expect(lost.secret != rotated.secret)
            let secrets = [APIRosters.secret, rotated.secret]
            #expect(try verifying(try await tested(id, in: world), secrets) == secrets)
            #expect(try await list("all", in: world).first?.rotation == "both")

            #expect(try await world.call(.post, "/v1/endpoints/\(id)/finish-rotation", token: token).status == 200)
            #expect(try verifying(try await tested(id, in: world), secrets) == [rotated.secret])
            #expect(try await list("all", in: world).first?.rotation == "new")
            // Only one change at a time: the list must follow first, or nobody would know which secret comes next.
            #expect(try await world.call(.post, "/v1/endpoints/\(id)/rotate", token: token).status == 409)
            // The old list once more changes nothing; what is not to be known stands in no log.
            try await world.importAll(lists)
            #expect(try verifying(try await tested(id, in: world), secrets) == [rotated.secret])
            for entry in world.logs.entries { #expect(!"\(entry.message) \(entry.metadata)".contains("whsec_")) }
        }
    }

    @Test func onlyAGenericEndpointsSecretIsMadeHere() async throws {
        var rosters = APIRosters()
        rosters.isGroup = true
        let lists = rosters
        try await APIWorld.run(rosters: lists) { world in
            let id = try #require(try await list("all", in: world).first?.id)
            let path = "/v1/endpoints/\(id)/rotate"
            let refused = try await world.call(.post, path, token: world.tokens.administrator)
            #expect(refused.status == 409)
            #expect(refused.text.contains("wecom"))
            #expect(
                try await world.call(.post, "/v1/endpoints/999/rotate", token: world.tokens.administrator).status == 404
            )
        }
    }
}
