import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2)))
struct CallbackRouteTests {
    @Test func tellsDetailsAfterTheAcceptAndUntilTheEnd() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"medical-transport","callerPhone":"13911110001","summary":"MARK fever"}"#
            )
            let offer = request.offers[0]
            let accepted: CallbackReply = try await world.answer(offer, "accept").read()
            #expect(accepted.state == "accepted")
            #expect(
                accepted.details
                    == CallbackReply.Details(
                        name: "MARK Old Man",
                        phone: "13911110001",
                        address: "MARK Lane 1",
                        notes: "MARK needs a stick",
                        summary: "MARK fever"
                    )
            )
            let steps = CallbackAction.Action.allCases.filter { ![.accept, .decline, .reportIn].contains($0) }
            #expect(accepted.actions == steps)
            for action in steps.dropLast(2) {
                let reply: CallbackReply = try await world.answer(offer, action.rawValue).read()
                #expect(reply.state == action.rawValue)
                #expect(reply.details != nil)
                #expect(!reply.actions.contains(action))
            }
            let cleared: CallbackReply = try await world.answer(offer, "cleared").read()
            #expect(cleared == CallbackReply(state: "cleared", actions: []))
            let view = try await world.show(request.id)
            #expect(view.state == .cleared)
            #expect(view.assignments.first?.dischargedAt != nil)
        }
    }

    @Test func aRepeatedAnswerGetsTheSameReplyAndChangesNothing() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            for (offer, action) in [(request.offers[0], "decline"), (request.offers[1], "accept")] {
                let first = try await world.answer(offer, action)
                #expect(first.status == 200)
                let before = try await world.deeds()
                let again = try await world.answer(offer, action)
                #expect(again.body == first.body)
                #expect(try await world.deeds() == before)
            }
        }
    }

    @Test func aLaterStepImpliesTheEarlierOnes() async throws {
        try await APIWorld.run { world in
            let offer = try await world.open(#"{"category":"medical-transport","householdId":"h1"}"#).offers[0]
            try await world.answer(offer, "accept")
            #expect(try await world.answer(offer, "at-facility").json["state"] == "at-facility")
            let earlier: CallbackReply = try await world.answer(offer, "on-scene").read()
            #expect(earlier.state == "at-facility", "an earlier step is taken and moves nothing back")
        }
    }

    @Test func saysKindlyWhyAnAnswerIsNotTaken() async throws {
        try await APIWorld.run { world in
            // Covered by somebody else.
            let covered = try await world.open()
            #expect(covered.offers.count >= 2)
            try await world.answer(covered.offers[0], "accept")
            let late = try await world.answer(covered.offers[1], "accept")
            #expect(late.code == .alreadyCovered)
            #expect(!late.text.contains("MARK"))
            #expect(try await world.answer(covered.offers[1], "decline").code == .alreadyCovered)
            #expect(try await world.answer(covered.offers[1], "en-route").code == .alreadyCovered)

            // A step before the accept, and one that the category does not have.
            let open = try await world.open(#"{"category":"errand","place":{"villageCode":"999999002001"}}"#)
            let early = try await world.answer(open.offers[0], "on-scene")
            #expect(early.code == .outOfOrder)
            #expect(early.json["field"] == "action")
            #expect(early.json["allowed"] == ["accept", "decline"])
            #expect(try await world.answer(open.offers[0], "release").code == .outOfOrder)
            try await world.answer(open.offers[0], "accept")
            let wrong = try await world.answer(open.offers[0], "admitted")
            #expect(wrong.code == .outOfOrder)
            #expect(wrong.json["allowed"] == ["en-route", "on-scene", "cleared", "release"])
            #expect(try await world.answer(open.offers[0], "decline").code == .outOfOrder)

            // Cancelled.
            try await world.call(.post, "/v1/requests/\(open.id)/cancel", token: world.tokens.operator)
            for action in ["accept", "on-scene", "release"] {
                #expect(try await world.answer(open.offers[0], action).code == .cancelled, "\(action)")
            }

            // Withdrawn, because the member took another seat.
            let first = try await world.open(
                #"{"category":"errand","place":{"villageCode":"999999002001"},"seats":[{"role":"helper","count":2}]}"#
            )
            let away = try #require(first.offers.first { $0.memberId == "m7" })
            try await world.call(
                .post,
                "/v1/requests/\(try await world.open(#"{"category":"errand","householdId":"h1"}"#).id)/assign",
                token: world.tokens.operator,
                text: #"{"memberId":"m7","seat":"helper"}"#
            )
            #expect(try await world.answer(away, "accept").code == .withdrawn)
        }
    }

    @Test func anExpiredOfferIsNotTaken() async throws {
        let policy: @Sendable (inout Policy) -> Void = { $0.immediateOfferLifeSeconds = 1 }
        try await APIWorld.run(policy: policy) { world in
            let offer = try #require(try await world.open().offers.first)
            try await world.waitForEvent("offer.expired") { $0.payload.contains(offer.id) }
            for action in ["accept", "decline", "en-route"] {
                #expect(try await world.answer(offer, action).code == .offerExpired, "\(action)")
            }
        }
    }

    @Test func aReleasedSeatIsAskedForAgain() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.answer(request.offers[0], "accept")
            let released: CallbackReply = try await world.answer(request.offers[0], "release").read()
            #expect(released.state == "released")
            #expect(released.details == nil)
            #expect(released.actions == [.accept, .onScene])
            let view = try await world.show(request.id)
            #expect(view.state == .open)
            #expect(view.offers.contains { $0.state == .pending && $0.memberId != request.offers[0].memberId })
        }
    }

    @Test func oneSeatGoesToOneOfManyAtOnce() async throws {
        let policy: @Sendable (inout Policy) -> Void = { $0.selection = .simple(SimpleSelection(initialOffers: 7)) }
        try await APIWorld.run(policy: policy) { world in
            let request = try await world.open()
            #expect(request.offers.count == 7)
            let replies = try await withThrowingTaskGroup(of: APIReply.self) { group in
                for offer in request.offers { group.addTask { try await world.answer(offer, "accept") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 200 } == 1)
            #expect(replies.count { $0.code == .alreadyCovered } == 6)
            #expect(try await world.show(request.id).assignments.count == 1)
        }
    }

    @Test func anUnknownTokenIsNotFound() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let right = try world.linkToken(request.offers[0].id)
            let member = try #require(
                try await world.dispatcher.memberLinkToken(of: MemberID(request.offers[0].memberId))
            )
            let unknownOffer = try world.linkToken(request.id)
            let tokens = [
                "x", right + "A", String(right.dropLast()), right.uppercased(), "%00", "%ff", "..%2f", member,
                unknownOffer, String(repeating: "A", count: 5000),
            ]
            for token in tokens {
                let reply = try await world.call(.post, "/v1/callbacks/\(token)", text: #"{"action":"accept"}"#)
                #expect(reply.code == .notFound, "\(token)")
                let page = try await world.call(.get, "/o/\(token)")
                #expect(page.status == 404, "\(token)")
                #expect(page.mediaType.hasPrefix("text/html"))
            }
            #expect(try await world.show(request.id).state == .open)
        }
    }

    @Test(arguments: [
        ("", ProblemCode.invalidJSON), ("{", .invalidJSON), ("[]", .wrongType), ("{}", .missingField),
        (#"{"action":7}"#, .wrongType), (#"{"action":"ACCEPT"}"#, .invalidValue),
        (#"{"action":"accept","why":"x"}"#, .unknownField),
    ])
    func refusesABodyThatIsNoAnswer(body: String, code: ProblemCode) async throws {
        try await APIWorld.run { world in
            let offer = try await world.open().offers[0]
            let reply = try await world.call(.post, try world.callback(offer), text: body)
            #expect(reply.code == code)
            if code == .invalidValue {
                let actions = CallbackAction.Action.allCases.map { JSONValue.string($0.rawValue) }
                #expect(reply.json["allowed"]?.elements == actions)
            }
        }
    }
}
