import DispatchCore
import Geospatial
import Testing

/// How a request begins: what it follows from, its number, its time, and the same submission twice.
struct OpeningTests {
    private func world() throws -> World { try World(.init("a", north: 100)) }

    @Test(arguments: Category.standard)
    func aCategorySaysUrgencyAndSeats(category: DispatchCore.Category) throws {
        let world = try world()
        try world.call(category.name)
        let request = try world.request
        #expect(request.urgency == category.defaultUrgency)
        #expect(request.seats.map(\.role) == category.seats.map(\.role))
        #expect(request.seats.map(\.requires) == category.seats.map(\.requires))
    }

    @Test func whatTheCallerSaysGoesFirst() throws {
        let world = try world()
        try world.call("errand", .immediate, seats: [SeatPlan(role: "electrician", requires: ["electrician"])])
        #expect(try world.request.urgency == .immediate)
        #expect(try world.request.seats.map(\.role) == ["electrician"])
    }

    @Test func anUnknownCategoryOrVillageIsRefused() throws {
        let world = try world()
        #expect(throws: Refusal.unknownCategory("party", allowed: Category.standard.map(\.name))) {
            try world.call("party")
        }
        let elsewhere = Place(villageCode: "1", coordinate: try Coordinate(latitude: 36.9, longitude: 115.2))
        #expect(throws: Refusal.unknownVillage("1")) {
            try world.act(.openRequest(NewHelpRequest(category: "fall", place: elsewhere)))
        }
    }

    @Test func numbersCountFromOneEachDayOfTheCounty() throws {
        let world = try world()
        // 2025-10-09T08:53:20Z is 16:53:20 in the county; its midnight is 25,600 s away.
        #expect(try world.call().events.first == "request.opened 1")
        #expect(try world.call().events.first == "request.opened 2")
        let day = try world.request.day
        try world.wait(seconds: 25_599)
        #expect(try world.call().events.first == "request.opened 3")
        try world.wait(seconds: 1)
        #expect(try world.call().events.first == "request.opened 1")
        #expect(try world.request.day == day + 1)
    }

    @Test func aScheduledRequestAsksNobodyBeforeItsLeadTime() throws {
        let world = try world()
        #expect(try world.call(in: 5000).events == ["request.opened 1"])
        #expect(try world.request.urgency == .scheduled)
        #expect(try world.wait(seconds: 1399).events == [])
        #expect(try world.wait(seconds: 1).events == ["offer.made a nearest 1"])
        #expect(try world.offer(to: "a").expiresAt == world.now.adding(seconds: 7200))
    }

    @Test func aScheduledRequestThatIsNearAsksAtOnce() throws {
        let world = try world()
        #expect(try world.call(in: 60).events == ["request.opened 1", "offer.made a nearest 1"])
    }

    @Test func aScheduledRequestCanBeAssignedByHandBeforeItsTime() throws {
        let world = try world()
        try world.call(in: 5000)
        #expect(try world.assign("a").events == ["offer.made a by-hand 1", "offer.accepted a by-hand"])
        #expect(try world.wait(seconds: 20_000).events == [])
    }

    @Test func aTimeAndAnUrgencyMustAgree() throws {
        let world = try world()
        #expect(throws: Refusal.scheduledWithoutTime) { try world.call("fall", .scheduled) }
        #expect(throws: Refusal.timeWithoutScheduled(.urgent)) { try world.call("fall", .urgent, in: 100) }
        #expect(throws: Refusal.scheduledInThePast) { try world.call(in: 0) }
        #expect(throws: Refusal.scheduledInThePast) { try world.call("fall", .scheduled, in: -5) }
    }

    @Test func theSameSubmissionTwiceIsOneRequest() throws {
        let world = try world()
        try world.call(key: ("k", body: "one"))
        let first = world.requestID
        world.requestID = RequestID(high: 0, low: 0)
        #expect(try world.call(key: ("k", body: "one")) == Happened())
        #expect(world.requestID == first)
        #expect(world.board.requests.count == 1)
    }

    @Test func aKeyIsGoodForOneBodyOnly() throws {
        let world = try world()
        try world.call(key: ("k", body: "one"))
        #expect(throws: Refusal.idempotencyConflict) { try world.call(key: ("k", body: "two")) }
        #expect(try world.call(key: ("other", body: "two")).events.first == "request.opened 2")
    }

    @Test func aKeyIsForgottenAfterADay() throws {
        let world = try world()
        try world.call(key: ("k", body: "one"))
        try world.wait(seconds: 24 * 3600)
        #expect(try world.call(key: ("k", body: "one")) == Happened())
        try world.wait(seconds: 1)
        #expect(try world.call(key: ("k", body: "two")).events.first == "request.opened 1")
    }

    @Test func recentOpenRequestsNearbyOrOfTheHouseholdAreSimilar() throws {
        let world = try world()
        func similar(household: String?, north: Double) throws -> [RequestID] {
            let place = Place(villageCode: World.village, coordinate: try World.point(north: north))
            return world.board.similarRequests(to: place, householdID: household, at: world.now)
        }
        try world.call(household: "h", north: 3000)
        let ofHousehold = world.requestID
        try world.wait(seconds: 1)
        try world.call(north: 0)
        let nearby = world.requestID
        #expect(try similar(household: "h", north: 149) == [nearby, ofHousehold])
        #expect(try similar(household: "i", north: 149) == [nearby])
        #expect(try similar(household: nil, north: 151) == [])
        try world.act(.cancelRequest(nearby))
        #expect(try similar(household: nil, north: 0) == [])
        try world.wait(seconds: 1799)
        #expect(try similar(household: "h", north: 0) == [ofHousehold])
        try world.wait(seconds: 1)
        #expect(try similar(household: "h", north: 0) == [])
    }
}
