import DispatchCore
import DispatchTestSupport
import Testing

/// Whom a request asks, and when it asks somebody else.
struct AskingTests {
    /// On foot 200, 400, 600 … metres away: a, b, c, d, e.
    private func walkers(_ names: String = "abcde") throws -> World {
        let people = names.enumerated().map { World.Person(String($1), north: Double(200 * ($0 + 1))) }
        return try World(people)
    }

    @Test func asksTheThreeWhoWouldArriveFirst() throws {
        let world = try walkers()
        let opened = try world.call()
        #expect(
            opened.events == [
                "request.opened 1", "offer.made a nearest 1", "offer.made b nearest 2", "offer.made c nearest 3",
            ]
        )
        #expect(opened.notices == ["offer.created a", "offer.created b", "offer.created c"])
        #expect(try world.state == .open)
    }

    @Test func aCarFartherAwayBeatsAWalkerNearer() throws {
        var policy = Policy.simple
        policy.selection = .simple(SimpleSelection(initialOffers: 1))
        let world = try World(
            policy: policy,
            .init("walker", north: 500),
            .init("bicycle", north: 900, .bicycle),
            .init("ebike", north: 1400, .ebike),
            .init("car", north: 2000, .car)
        )
        let opened = try world.call()
        #expect(opened.events.last == "offer.made car nearest 1")
        let offer = try world.offer(to: "car")
        #expect(abs(offer.distanceMeters - 2000) < 1)
        #expect(abs(offer.etaSeconds - (105 + 2000 * 1.3 / 8.5)) < 0.2)
    }

    @Test func theHouseholdsContactsAreAskedBesidesTheThree() throws {
        let world = try walkers()
        let opened = try world.call(contacts: ["e", "nobody", "e"])
        #expect(
            opened.events.dropFirst() == [
                "offer.made a nearest 1", "offer.made b nearest 2", "offer.made c nearest 3", "offer.made e contact 4",
            ]
        )
    }

    @Test func aContactWhoIsAlsoNearestIsAskedOnceAndAsContact() throws {
        let world = try walkers()
        let opened = try world.call(contacts: ["a"])
        #expect(
            opened.events.dropFirst() == [
                "offer.made a contact 1", "offer.made b nearest 2", "offer.made c nearest 3", "offer.made d nearest 4",
            ]
        )
    }

    @Test func aContactIsPassedOverWhoIsOffDutyOrUnableOrCannotBeReached() throws {
        let world = try World(
            .init("off", north: 10, can: ["vehicle"]),
            .init("unable", north: 20),
            .init("rung", north: 30, can: ["vehicle"], endpoint: nil),
            .init("able", north: 4000, can: ["vehicle"])
        )
        try world.change("off", MemberChange(isOnDuty: false))
        let opened = try world.call("medical-transport", contacts: ["off", "unable", "rung"])
        #expect(opened.events == ["request.opened 1", "offer.made able nearest 1"])
    }

    @Test func onlyThoseAreAskedWhoHaveEverythingTheSeatRequires() throws {
        let world = try World(
            .init("neither", north: 10),
            .init("one", north: 20, can: ["vehicle"]),
            .init("both", north: 4000, can: ["first-aid", "vehicle", "lifting"])
        )
        let opened = try world.call(seats: [SeatPlan(role: "driver", requires: ["vehicle", "first-aid"])])
        #expect(opened.events == ["request.opened 1", "offer.made both nearest 1"])
    }

    @Test func aDeclineAsksOneMore() throws {
        let world = try walkers()
        try world.call()
        #expect(
            try world.decline("b")
                == Happened(
                    events: ["offer.declined b", "offer.made d replacement 4"],
                    notices: ["offer.created d"]
                )
        )
        #expect(try world.decline("b") == Happened())
        #expect(try world.asked == ["a", "c", "d"])
    }

    @Test func aFailedFirstAttemptAsksOneMoreAndLeavesTheOfferOpen() throws {
        let world = try walkers()
        try world.call()
        #expect(
            try world.failDelivery("a").events == ["offer.silent a delivery-failed", "offer.made d replacement 4"]
        )
        #expect(try world.failDelivery("a").events == [])
        #expect(try world.asked == ["a", "b", "c", "d"])
        #expect(try world.deliver("a").events == ["offer.delivered a"])
        #expect(try world.accept("a").events.first == "offer.accepted a")
    }

    @Test func anUndeliverableOfferIsOverAndAsksOneMore() throws {
        let world = try walkers()
        try world.call()
        #expect(
            try world.failDelivery("a", isFinal: true).events
                == ["offer.undeliverable a", "offer.made d replacement 4"]
        )
        #expect(try world.asked == ["b", "c", "d"])
    }

    @Test func fiveSecondsWithoutConfirmationAskOneMoreForEach() throws {
        let world = try walkers()
        try world.call()
        try world.deliver("a", "b")
        #expect(try world.wait(seconds: 4).events == [])
        #expect(
            try world.wait(seconds: 1).events == ["offer.silent c unconfirmed", "offer.made d replacement 4"]
        )
        // A confirmation that comes late does not count as a second silence.
        try world.deliver("c", "d")
        #expect(try world.wait(seconds: 24).events == [])
    }

    @Test func thirtySecondsOfSilenceAfterDeliveryAskOneMoreForEach() throws {
        let world = try walkers()
        try world.call()
        try world.deliver("a")
        try world.wait(seconds: 3)
        try world.deliver("b", "c")
        #expect(try world.wait(seconds: 26).events == [])
        #expect(try world.wait(seconds: 1).events == ["offer.silent a no-answer", "offer.made d replacement 4"])
        try world.deliver("d")
        #expect(
            try world.wait(seconds: 3).events == [
                "offer.silent b no-answer", "offer.silent c no-answer", "offer.made e replacement 5",
            ]
        )
        #expect(try world.asked == ["a", "b", "c", "d", "e"])
    }

    @Test func aMemberHoldsOneOpenOfferWhileOthersAreFree() throws {
        let world = try walkers("abcdef")
        try world.call()
        let second = try world.call()
        #expect(
            second.events.dropFirst() == ["offer.made d nearest 1", "offer.made e nearest 2", "offer.made f nearest 3"]
        )
    }

    @Test func aMemberIsAskedTwiceOnlyWhenNobodyElseIsLeft() throws {
        let world = try walkers("abcd")
        try world.call()
        // One is free: only they are asked, although three are wanted.
        #expect(try world.call().events == ["request.opened 2", "offer.made d nearest 1"])
        // Nobody is free: those who hold an offer are asked a second time.
        #expect(
            try world.decline("d").events == [
                "offer.declined d", "offer.made a replacement 2", "offer.made b replacement 3",
                "offer.made c replacement 4",
            ]
        )
    }

    @Test func aContactIsAskedEvenWithAnotherOfferOpen() throws {
        let world = try walkers("abcdef")
        try world.call()
        #expect(try world.call(contacts: ["a"]).events.contains("offer.made a contact 1"))
        #expect(try world.member("a").pendingOfferCount == 2)
    }

    @Test func nobodyIsAskedTwiceForOneRequest() throws {
        let world = try walkers("abc")
        try world.call()
        try world.decline("a")
        try world.failDelivery("b", isFinal: true)
        let last = try world.wait(seconds: 700)
        #expect(
            last.events == [
                "offer.silent c unconfirmed", "request.unanswered", "desk.whistled nobody", "offer.expired c",
            ]
        )
        #expect(try world.request.offers.count == 3)
    }

    @Test func everySeatAsksForItselfAndNobodyIsAskedForTwo() throws {
        let world = try World(
            .init("a", north: 100),
            .init("b", north: 200),
            .init("driver", north: 300, can: ["vehicle"]),
            .init("c", north: 400)
        )
        let plans = [SeatPlan(role: "driver", requires: ["vehicle"]), SeatPlan(role: "helper", requires: [])]
        #expect(
            try world.call(seats: plans).events == [
                "request.opened 1", "offer.made driver nearest 1", "offer.made a nearest 1", "offer.made b nearest 2",
                "offer.made c nearest 3",
            ]
        )
        #expect(
            try world.accept("a").events == [
                "offer.accepted a", "offer.withdrawn b seat-filled", "offer.withdrawn c seat-filled",
            ]
        )
        #expect(try world.state == .open)
        try world.accept("driver")
        #expect(try world.state == .covered)
    }
}
