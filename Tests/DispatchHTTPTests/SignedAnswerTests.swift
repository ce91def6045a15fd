import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing
import WebhookDelivery

/// Machines that sign their answers, and those that must.
@Suite(.timeLimit(.minutes(2)))
struct SignedAnswerTests {
    private static let body = #"{"action":"accept"}"#

    /// The three headers of an answer, signed now.
    private func headers(
        _ world: APIWorld,
        id: String = "answer-1",
        body: String = SignedAnswerTests.body,
        secret: String = APIRosters.secret,
        secondsAgo: Int64 = 0
    ) throws -> [String: String] {
        let time = world.dispatcher.clock.wallNow.milliseconds / 1_000 - secondsAgo
        return [
            "webhook-id": id, "webhook-timestamp": "\(time)",
            "webhook-signature": StandardWebhooks.signature(
                id: id,
                timestampSeconds: time,
                body: Array(body.utf8),
                secret: try WebhookSecret(secret)
            ),
        ]
    }

    /// A county of which some machines have secrets, and a request whose offers went to all who live near.
    private func run(_ body: @escaping @Sendable (APIWorld, RequestView) async throws -> Void) async throws {
        var rosters = APIRosters()
        rosters.hasSecrets = true
        let lists = rosters
        try await APIWorld.run(policy: Self.askFive, rosters: lists) { world in
            try await body(world, try await world.open())
        }
    }

    @Sendable private static func askFive(_ policy: inout Policy) {
        var simple = SimpleSelection()
        simple.initialOffers = 5
        policy.selection = .simple(simple)
    }

    private func offer(_ member: String, of request: RequestView) throws -> OfferView {
        try #require(request.offers.first { $0.memberId == member })
    }

    @Test func whoMustSignIsTakenOnlySigned() async throws {
        try await run { world, request in
            let path = try world.callback(try offer("m1", of: request))
            let unsigned = try await world.call(.post, path, text: Self.body)
            #expect(unsigned.status == 401)
            #expect(unsigned.json["code"]?.text == "signature-required")
            // Nor by the page, whose link the machine has as well.
            let page = "/o/\(try world.linkToken(try offer("m1", of: request).id))"
            #expect(try await world.call(.post, page, text: "action=accept").status == 401)
            #expect(try await world.show(request.id).assignments.isEmpty)

            let signed = try await world.call(.post, path, headers: try headers(world), text: Self.body)
            #expect(signed.status == 200, "\(signed.text)")
            #expect(try await world.show(request.id).assignments.map(\.memberId) == ["m1"])
            // Once more is as good as once.
            #expect(try await world.call(.post, path, headers: try headers(world), text: Self.body).status == 200)
        }
    }

    @Test func whoMaySignIsTakenUnsignedTooButNeverWronglySigned() async throws {
        try await run { world, request in
            let path = try world.callback(try offer("m3", of: request))
            var wrong = try headers(world)
            wrong["webhook-signature"] = "v1,AAAA"
            let refused = try await world.call(.post, path, headers: wrong, text: Self.body)
            #expect(refused.status == 401)
            #expect(refused.json["code"]?.text == "signature-invalid")
            #expect(try await world.show(request.id).assignments.isEmpty)
            #expect(try await world.call(.post, path, text: Self.body).status == 200)
        }
    }

    @Test func eachThingThatIsSignedCounts() async throws {
        try await run { world, request in
            let path = try world.callback(try offer("m2", of: request))
            let good = try headers(world)
            var rows: [(String, [String: String], String)] = [
                ("another body", good, #"{"action":"accept" }"#),
                ("old", try headers(world, secondsAgo: 400), Self.body),
                ("ahead", try headers(world, secondsAgo: -400), Self.body),
                ("another's secret", try headers(world, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Self.body),
            ]
            for name in good.keys {
                rows.append(("no \(name)", good.filter { $0.key != name }, Self.body))
                rows.append(("another \(name)", good.merging([name: "1"]) { $1 }, Self.body))
            }
            for (what, headers, body) in rows {
                let reply = try await world.call(.post, path, headers: headers, text: body)
                #expect(reply.status == 401, "\(what)")
                #expect(!reply.text.contains("whsec") && !reply.text.contains("v1,"), "\(what)")
            }
            #expect(try await world.show(request.id).assignments.isEmpty)
            #expect(try await world.call(.post, path, headers: good, text: Self.body).status == 200)
        }
    }

    /// An accept that was overheard must not bring somebody back who has released the seat since.
    @Test func aCapturedAnswerHasNoEffectWhenItIsSentAgain() async throws {
        try await run { world, request in
            let path = try world.callback(try offer("m1", of: request))
            let captured = try headers(world)
            #expect(try await world.call(.post, path, headers: captured, text: Self.body).status == 200)
            let release = #"{"action":"release"}"#
            let next = try headers(world, id: "answer-2", body: release)
            #expect(try await world.call(.post, path, headers: next, text: release).status == 200)
            let again = try await world.call(.post, path, headers: captured, text: Self.body)
            #expect(again.status == 200)
            #expect(again.json["state"]?.text == "released")
            #expect(try await world.show(request.id).assignments.map(\.state.rawValue) == ["released"])
            // Another answer of theirs is another thing.
            let anew = try headers(world, id: "answer-3")
            #expect(try await world.call(.post, path, headers: anew, text: Self.body).json["state"]?.text == "accepted")
            let kept = try await world.dispatcher.store.signedAnswers(since: Timestamp(milliseconds: 0))
            #expect(kept.count == 3)
        }
    }

    /// What was refused may come again under the same id, once it is possible.
    @Test func anAnswerThatWasRefusedIsNotRemembered() async throws {
        try await run { world, request in
            let path = try world.callback(try offer("m1", of: request))
            let step = #"{"action":"release"}"#
            let early = try headers(world, id: "early", body: step)
            #expect(try await world.call(.post, path, headers: early, text: step).status == 409)
            #expect(try await world.call(.post, path, headers: try headers(world), text: Self.body).status == 200)
            #expect(try await world.call(.post, path, headers: early, text: step).status == 200)
            #expect(try await world.show(request.id).assignments.map(\.state.rawValue) == ["released"])
        }
    }
}
