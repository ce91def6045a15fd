import DispatchCore
import Testing

/// What an operator changes about a request that is under way, or over.
struct SteeringTests {
    private static let seat = SeatPlan(role: "helper", requires: [])

    @Test func aSeatMoreAsksForSomebodyMore() throws {
        let world = try World(
            World.Person("a", north: 100),
            World.Person("b", north: 200),
            World.Person("c", north: 300),
            World.Person("d", north: 400)
        )
        try world.call()
        try world.accept("a")
        let added = try world.act(.addSeats(world.requestID, [Self.seat]))
        #expect(added.events.first == "request.seat-added helper")
        #expect(added.events.contains { $0.hasPrefix("offer.made") })
        #expect(try world.state == .open)
    }

    @Test func thereIsALimitOfSeats() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        let many = Array(repeating: Self.seat, count: HelpRequest.seatLimit)
        #expect(throws: Refusal.tooManySeats(limit: HelpRequest.seatLimit)) {
            try world.act(.addSeats(world.requestID, many))
        }
    }

    @Test func aSeatMoreOpensWhatWasCleared() throws {
        let world = try World(World.Person("a", north: 100), World.Person("b", north: 200))
        try world.call()
        try world.accept("a")
        try world.step("a", .cleared)
        #expect(try world.state == .cleared)
        try world.act(.addSeats(world.requestID, [Self.seat]))
        #expect(try world.state == .open)
    }

    @Test func aCorrectedPlaceRanksOffersAnewAndTellsThoseWhoWereAsked() throws {
        let world = try World(World.Person("near", north: 100), World.Person("far", north: 900))
        try world.call()
        try world.deliver("near")
        #expect(try world.offer(to: "near").rank == 1)
        let place = Place(villageCode: World.village, coordinate: try World.point(north: 1_000))
        let corrected = try world.act(.correctPlace(world.requestID, place))
        #expect(
            corrected.events.prefix(3) == [
                "request.place-corrected \(World.village)", "offer.reranked far 1", "offer.reranked near 2",
            ]
        )
        // Who has not received the offer will read the right place in it.
        #expect(corrected.notices == ["request.place-corrected near"])
        #expect(try world.request.place == place)
        #expect(try world.offer(to: "far").distanceMeters < 110)
        #expect(try world.act(.correctPlace(world.requestID, place)).events == [])
    }

    @Test func whoIsOnTheWayHearsOfTheNewPlaceAndHasMoreTime() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        try world.accept("a")
        try world.step("a", .enRoute)
        let before = try #require(try world.assignment(of: "a").onSceneDueAt)
        let place = Place(villageCode: World.village, coordinate: try World.point(north: 5_000))
        let corrected = try world.act(.correctPlace(world.requestID, place))
        #expect(corrected.notices == ["request.place-corrected a"])
        #expect(try #require(try world.assignment(of: "a").onSceneDueAt) > before)
    }

    @Test func aPlaceInNoVillageIsRefused() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        let place = Place(villageCode: "nowhere", coordinate: try World.point(north: 0))
        #expect(throws: Refusal.unknownVillage("nowhere")) { try world.act(.correctPlace(world.requestID, place)) }
    }

    @Test func urgencyMayRiseAndFallButNotBecomeATime() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call("errand")
        #expect(
            try world.act(.changeUrgency(world.requestID, .immediate)).events == ["request.urgency-changed immediate"]
        )
        #expect(try world.act(.changeUrgency(world.requestID, .immediate)).events == [])
        #expect(throws: Refusal.cannotBeScheduled) { try world.act(.changeUrgency(world.requestID, .scheduled)) }
    }

    @Test func whatSleptIsAwakeOnceItIsUrgent() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call("errand", in: 100_000)
        #expect(try world.asked == [])
        try world.act(.changeUrgency(world.requestID, .urgent))
        #expect(try world.asked == ["a"])
        #expect(try world.request.scheduledFor == nil)
    }

    @Test func whatWasCancelledGoesOnWithThoseWhoWereSentHome() throws {
        let world = try World(World.Person("a", north: 100), World.Person("b", north: 200))
        try world.call()
        try world.decline("b")
        try world.accept("a")
        try world.act(.cancelRequest(world.requestID))
        let reopened = try world.act(.reopenRequest(world.requestID, seats: []))
        #expect(reopened.events.first == "request.reopened")
        #expect(try world.state == .open)
        // Who said no is not asked again; who was sent home is, and either of their links leads to the new offer.
        #expect(try world.asked == ["a"])
        let first = try #require(try world.request.offers.first { $0.memberID == MemberID("a") })
        try world.act(.answer(first.id, .accept), by: .member(MemberID("a")))
        #expect(try world.state == .covered)
        #expect(try world.assignment(of: "a").offerID != first.id)
    }

    @Test func whatWasClosedGoesOnAndIsClosedAgain() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        try world.accept("a")
        try world.step("a", .cleared)
        try world.act(.closeRequest(world.requestID, grade: 2))
        try world.act(.reopenRequest(world.requestID, seats: []))
        #expect(try world.state == .open)
        #expect(world.board.openRequestCount == 1)
        try world.accept("a")
        try world.step("a", .cleared)
        try world.act(.closeRequest(world.requestID, grade: nil))
        #expect(try world.request.grade == 2)
        #expect(world.board.openRequestCount == 0)
    }

    @Test func onlyWhatIsOverIsReopened() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        #expect(throws: Refusal.requestNotOver(.open)) { try world.act(.reopenRequest(world.requestID, seats: [])) }
    }

    @Test func aGradeMayComeAfterTheClosing() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        try world.accept("a")
        try world.step("a", .cleared)
        try world.act(.closeRequest(world.requestID, grade: nil))
        #expect(try world.act(.closeRequest(world.requestID, grade: 5)).events == ["request.graded 5"])
        #expect(try world.act(.closeRequest(world.requestID, grade: 5)).events == [])
    }

    @Test(arguments: [true, false])
    func nothingIsChangedAboutWhatIsOver(isCancelled: Bool) throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        if isCancelled {
            try world.act(.cancelRequest(world.requestID))
        } else {
            try world.accept("a")
            try world.step("a", .cleared)
            try world.act(.closeRequest(world.requestID, grade: nil))
        }
        let over = Refusal.requestOver(isCancelled ? .cancelled : .closed)
        let place = Place(villageCode: World.village, coordinate: try World.point(north: 10))
        #expect(throws: over) { try world.act(.addSeats(world.requestID, [Self.seat])) }
        #expect(throws: over) { try world.act(.changeUrgency(world.requestID, .urgent)) }
        #expect(throws: over) { try world.act(.correctPlace(world.requestID, place)) }
        #expect(throws: over) { try world.act(.escalate(world.requestID)) }
        #expect(throws: over) { try world.assign("a") }
    }

    @Test func whoIsBusyIsNamedWithTheirRequest() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        try world.accept("a")
        try world.call()
        #expect(throws: Refusal.memberBusy(MemberID("a"), numbers: [1])) { try world.assign("a") }
    }

    @Test func whoHoldsTheSeatIsNamed() throws {
        let world = try World(World.Person("a", north: 100), World.Person("b", north: 200))
        try world.call()
        try world.accept("a")
        #expect(throws: Refusal.seatTaken(MemberID("a"))) { try world.assign("b", seat: 0) }
    }
}
