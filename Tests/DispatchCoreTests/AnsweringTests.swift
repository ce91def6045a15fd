import DispatchCore
import Testing

/// What members answer, in time, late, twice, against each other.
struct AnsweringTests {
    private func world(_ names: String = "abcd") throws -> World {
        try World(names.enumerated().map { World.Person(String($1), north: Double(200 * ($0 + 1))) })
    }

    @Test func theFirstAcceptTakesTheSeatAndTheOthersAreTold() throws {
        let world = try world()
        try world.call()
        try world.deliver("a", "b")
        #expect(
            try world.accept("b")
                == Happened(
                    events: ["offer.accepted b", "offer.withdrawn a seat-filled", "offer.withdrawn c seat-filled"],
                    // c has not received the offer yet and need not hear that it is withdrawn.
                    notices: ["assignment.created b", "offer.withdrawn a"]
                )
        )
        #expect(try world.state == .covered)
        #expect(try world.assignment(of: "b").isPrimary)
        #expect(try world.member("b").busyAssignmentCount == 1)
    }

    @Test func theNoticeOfAWithdrawnOfferIsRecalled() throws {
        let world = try world()
        try world.call()
        var ids = IdentifierSource(SystemRandomNumberGenerator())
        let decision = try world.board.decide(
            .answer(world.offer(to: "a").id, .accept),
            by: .member(MemberID("a")),
            at: world.now,
            using: &ids
        )
        #expect(decision.cancelledNotices == (try ["a", "b", "c"].map { try world.offer(to: $0).id }))
    }

    @Test func oneWhoReceivesAnOfferAfterItsWithdrawalIsToldSo() throws {
        let world = try world()
        try world.call()
        try world.accept("a")
        #expect(
            try world.deliver("b") == Happened(events: ["offer.delivered b"], notices: ["offer.withdrawn b"])
        )
        #expect(try world.deliver("b") == Happened())
        // The member who accepted needs no such word.
        #expect(try world.deliver("a").notices == [])
    }

    @Test func aRepeatedAcceptChangesNothing() throws {
        let world = try world()
        try world.call()
        try world.accept("a")
        #expect(try world.accept("a") == Happened())
        try world.step("a", .cleared)
        #expect(try world.accept("a") == Happened())
    }

    @Test func anAcceptOfATakenSeatIsAlreadyCovered() throws {
        let world = try world()
        try world.call()
        try world.accept("a")
        #expect(throws: Refusal.alreadyCovered) { try world.accept("b") }
        #expect(throws: Refusal.alreadyCovered) { try world.decline("b") }
        #expect(throws: Refusal.alreadyCovered) { try world.step("b", .onScene) }
        try world.step("a", .cleared)
        #expect(throws: Refusal.alreadyCovered) { try world.accept("b") }
    }

    @Test func aLateAcceptOfAnEmptySeatIsTaken() throws {
        let world = try world()
        try world.call()
        let silence = try world.wait(seconds: 599)
        #expect(silence.events.contains("request.unanswered"))
        #expect(try world.accept("a").events.first == "offer.accepted a")
        #expect(try world.state == .covered)
    }

    @Test(arguments: [(Urgency.immediate, 600), (.urgent, 1800), (.routine, 7200)])
    func anOfferIsOpenForAsLongAsItsUrgencySays(urgency: Urgency, seconds: Int) throws {
        let world = try world("a")
        try world.call("other", urgency)
        #expect(!(try world.wait(seconds: seconds - 1).events.contains("offer.expired a")))
        #expect(try world.wait(seconds: 1).events.contains("offer.expired a"))
        #expect(throws: Refusal.offerExpired) { try world.accept("a") }
        #expect(throws: Refusal.offerExpired) { try world.decline("a") }
        #expect(throws: Refusal.offerExpired) { try world.step("a", .enRoute) }
    }

    @Test func anOfferPastItsLifeIsRefusedEvenBeforeTheTickThatEndsIt() throws {
        let world = try world("a")
        try world.call()
        world.sleepThrough(seconds: 600)
        #expect(throws: Refusal.offerExpired) { try world.accept("a") }
    }

    @Test func aYesAfterANoIsTakenWhileTheSeatIsEmpty() throws {
        let world = try world()
        try world.call()
        try world.decline("a")
        try world.failDelivery("b", isFinal: true)
        #expect(try world.accept("a").events.first == "offer.accepted a")
        #expect(throws: Refusal.alreadyCovered) { try world.accept("b") }
        #expect(try world.decline("b").events == ["offer.declined b"])
    }

    @Test func anAcceptWithdrawsTheMembersOtherOffers() throws {
        let world = try world("ab")
        try world.call()
        let first = world.requestID
        // Nobody is free, so both are asked a second time.
        try world.call()
        try world.deliver("a")
        world.requestID = first
        try world.deliver("a", "b")
        #expect(
            try world.accept("a")
                == Happened(
                    events: ["offer.accepted a", "offer.withdrawn b seat-filled", "offer.withdrawn a member-busy"],
                    notices: ["assignment.created a", "offer.withdrawn b", "offer.withdrawn a"]
                )
        )
    }

    @Test func theOfferOfAMemberWhoTookAnotherSeatIsWithdrawn() throws {
        let world = try world("a")
        try world.call()
        let first = world.requestID
        try world.call()
        try world.accept("a")
        world.requestID = first
        #expect(throws: Refusal.offerWithdrawn) { try world.accept("a") }
        #expect(throws: Refusal.offerWithdrawn) { try world.decline("a") }
    }

    @Test func aMemberWhoIsFreeAgainMayTakeTheOfferThatWasWithdrawn() throws {
        let world = try world("ab")
        try world.call()
        let first = world.requestID
        try world.call()
        try world.accept("a")
        try world.release("a")
        world.requestID = first
        #expect(try world.accept("a").events.contains("offer.accepted a"))
    }

    @Test func anAcceptOfACancelledRequestIsRefusedAsSuch() throws {
        let world = try world()
        try world.call()
        try world.accept("a")
        try world.act(.cancelRequest(world.requestID))
        for member in ["a", "b"] {
            #expect(throws: Refusal.requestCancelled) { try world.accept(member) }
            #expect(throws: Refusal.requestCancelled) { try world.step(member, .onScene) }
            #expect(throws: Refusal.requestCancelled) { try world.release(member) }
        }
        #expect(throws: Refusal.requestCancelled) { try world.decline("b") }
    }

    @Test func anUnknownOfferIsRefused() throws {
        let world = try world()
        let id = OfferID(high: 1, low: 2)
        for command: Command in [.answer(id, .accept), .answer(id, .decline), .step(id, .onScene), .release(id)] {
            #expect(throws: Refusal.unknownOffer) { try world.act(command) }
        }
        #expect(try world.act(.confirmDelivery([id])) == Happened())
        #expect(try world.act(.reportFailedDelivery([id], isFinal: true)) == Happened())
    }

    @Test func anOlderLinkIsAboutTheOfferThatWasAccepted() throws {
        let world = try world("ab")
        try world.call()
        let older = try world.offer(to: "a").id
        try world.accept("b")
        // The seat is empty again, and a is asked for it once more.
        try world.release("b")
        #expect(try world.offer(to: "a").id != older)
        try world.accept("a")
        try world.release("a")
        #expect(try world.act(.answer(older, .accept), by: .member(MemberID("a"))).events.first == "offer.accepted a")
        #expect(try world.act(.step(older, .enRoute)).events == ["assignment.stepped a en-route"])
        #expect(try world.act(.answer(older, .accept)) == Happened())
        #expect(try world.offer(to: "a").id == world.assignment(of: "a").offerID)
    }

    @Test func whatAMemberCanDoNextIsSaid() throws {
        let world = try world()
        func actions(_ member: String) throws -> [String] {
            let offer = try world.offer(to: member)
            return world.board.allowedActions(for: offer, of: try world.request, at: world.now)
        }
        try world.call("medical-transport", seats: [SeatPlan(role: "driver", requires: [])])
        #expect(try actions("a") == ["accept", "decline"])
        try world.decline("a")
        #expect(try actions("a") == ["accept"])
        try world.accept("b")
        #expect(
            try actions("b") == [
                "en-route", "on-scene", "transporting", "at-facility", "admitted", "discharged", "cleared", "release",
            ]
        )
        #expect(try actions("a") == [])
        try world.step("b", .admitted)
        #expect(try actions("b") == ["discharged", "cleared", "release"])
        try world.release("b")
        #expect(try actions("b") == ["accept", "on-scene"])
        try world.accept("a")
        #expect(try actions("b") == ["on-scene"])
        try world.step("a", .cleared)
        #expect(try actions("a") == [])
        try world.act(.closeRequest(world.requestID, grade: 5))
        #expect(try actions("b") == [])
    }
}
