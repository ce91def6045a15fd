import DispatchCore
import DispatchTestSupport
import Testing

/// A request that nobody is left to be asked for.
struct UnansweredTests {
    @Test func itIsSaidOnceAndAtOnceWhenThereIsNobody() throws {
        let world = try World(.init("rung", north: 10, endpoint: nil))
        #expect(try world.call().events == ["request.opened 1", "request.unanswered"])
        #expect(try world.state == .unanswered)
        #expect(try world.wait(seconds: 100_000).events == ["desk.whistled nobody"])
    }

    @Test func itIsSaidWhenTheLastOneStaysSilentOrDeclines() throws {
        let world = try World(.init("a", north: 10), .init("b", north: 20))
        try world.call()
        try world.decline("a")
        #expect(try world.state == .open)
        #expect(try world.wait(seconds: 5).events == ["offer.silent b unconfirmed", "request.unanswered"])
        // It is said once, whatever else comes to nothing.
        #expect(try world.decline("b").events == ["offer.declined b"])
    }

    @Test func aLateAcceptCoversIt() throws {
        let world = try World(.init("a", north: 10))
        try world.call()
        try world.wait(seconds: 60)
        #expect(try world.state == .unanswered)
        #expect(try world.accept("a").events == ["offer.accepted a"])
        #expect(try world.state == .covered)
        #expect(try world.request.unansweredAt == nil)
    }

    @Test func aMemberWhoComesOnDutyIsAsked() throws {
        let world = try World(.init("a", north: 10))
        try world.change("a", MemberChange(isOnDuty: false))
        try world.call()
        #expect(
            try world.change("a", MemberChange(isOnDuty: true)).events
                == ["member.duty-changed a on", "offer.made a nearest 1"]
        )
        #expect(try world.state == .open)
    }

    @Test func aMemberWhoseAbsenceEndsIsAsked() throws {
        let world = try World(.init("a", north: 10))
        try world.change("a", MemberChange(awayUntil: world.now.asWall.adding(seconds: 90)))
        try world.call()
        #expect(try world.wait(seconds: 89).events == [])
        #expect(try world.wait(seconds: 1).events == ["member.duty-changed a on", "offer.made a nearest 1"])
    }

    @Test func aMemberWhoIsFreeAgainIsAsked() throws {
        let world = try World(.init("a", north: 10))
        try world.call()
        let first = world.requestID
        try world.accept("a")
        try world.call()
        let second = world.requestID
        #expect(try world.state == .unanswered)
        world.requestID = first
        #expect(try world.step("a", .cleared).events == ["assignment.stepped a cleared", "offer.made a nearest 1"])
        world.requestID = second
        #expect(try world.asked == ["a"])
    }

    @Test func aNewMemberIsAsked() throws {
        let world = try World(.init("rung", north: 10, endpoint: nil))
        try world.call()
        #expect(
            try world.importMembers(.init("rung", north: 10, endpoint: nil), .init("new", north: 300)).events
                == ["roster.imported members", "offer.made new nearest 1"]
        )
    }

    @Test func assigningByHandCoversItEvenWithoutAnEndpoint() throws {
        let world = try World(.init("rung", north: 10, endpoint: nil))
        try world.call()
        #expect(
            try world.assign("rung")
                == Happened(events: ["offer.made rung by-hand 1", "offer.accepted rung by-hand"])
        )
        #expect(try world.state == .covered)
    }

    @Test func itStaysUnansweredWhileOneOfItsSeatsHasNobody() throws {
        let world = try World(.init("a", north: 10), .init("b", north: 20), .init("c", north: 30, can: ["vehicle"]))
        try world.change("c", MemberChange(isOnDuty: false))
        let plans = [SeatPlan(role: "driver", requires: ["vehicle"]), SeatPlan(role: "helper", requires: [])]
        let opened = try world.call(seats: plans)
        #expect(opened.events.count { $0 == "request.unanswered" } == 1)
        #expect(try world.state == .unanswered)
        // Another seat's offers, answers and fillings change nothing about it and do not have it said again.
        #expect(try world.decline("a").events == ["offer.declined a"])
        #expect(try world.accept("b").events == ["offer.accepted b"])
        #expect(try world.state == .unanswered)
        #expect(try world.change("c", MemberChange(isOnDuty: true)).events.last == "offer.made c nearest 1")
        #expect(try world.state == .open)
    }

    @Test func twoSeatsWithNobodyAreOneUnansweredRequest() throws {
        let world = try World()
        let plan = SeatPlan(role: "helper", requires: [])
        #expect(try world.call(seats: [plan, plan]).events == ["request.opened 1", "request.unanswered"])
    }

    @Test func whoTakesOneSeatBackLeavesTheOtherUnanswered() throws {
        let world = try World(.init("a", north: 10), .init("b", north: 20))
        let plan = SeatPlan(role: "helper", requires: [])
        try world.call(seats: [plan, plan])
        try world.assign("a", seat: 0)
        try world.assign("b", seat: 1)
        try world.release("a")
        try world.release("b")
        #expect(try world.state == .unanswered)
        #expect(
            try world.step("a", .onScene).events == ["assignment.reinstated a", "assignment.stepped a on-scene"]
        )
        #expect(try world.request.unansweredAt != nil)
    }

    /// Otherwise every member of the county would be asked, and hear of it when the network is back.
    @Test(arguments: [true, false])
    func whenNothingArrivesAskingStopsAndGoesOnOnceSomethingDoes(weighs: Bool) throws {
        let people = (Int64(0)..<400).map { World.Person("m\($0)", north: 10 + Double($0), endpoint: $0) }
        let world = try World(policy: weighs ? Policy() : .simple, people)
        try world.call()
        var failed: Set<OfferID> = []
        while let offer = try world.request.offers.first(where: { !failed.contains($0.id) }) {
            failed.insert(offer.id)
            try world.act(.reportFailedDelivery([offer.id], isFinal: false), by: .courier)
            try #require(failed.count < 400)
        }
        #expect(failed.count >= HelpRequest.unreachedLimit)
        #expect(failed.count < HelpRequest.unreachedLimit + 100)
        #expect(try world.state == .unanswered)
        let asked = try world.request.offers.count
        // One endpoint is given up for good: somebody else is asked in its place.
        for offer in try world.request.offers.prefix(asked - HelpRequest.unreachedLimit + 1) {
            try world.act(.reportFailedDelivery([offer.id], isFinal: true), by: .courier)
        }
        #expect(try world.request.offers.count > asked)
    }

    /// A robot that is held back would otherwise be given the whole village, one member after the other.
    @Test(arguments: [true, false])
    func membersOfAGroupThatHearsNothingComeLast(weighs: Bool) throws {
        let group = (0..<60).map { World.Person("near\($0)", north: 10 + Double($0), endpoint: 1) }
        let others = (Int64(0)..<5).map { World.Person("far\($0)", north: 900 + Double($0), endpoint: 2 + $0) }
        let world = try World(policy: weighs ? Policy() : .simple, group + others)
        try world.call()
        let first = try world.request.offers.count
        func isOfTheGroup(_ offer: Offer) -> Bool {
            world.board.roster.member(offer.memberID).flatMap { world.board.roster.endpointID(of: $0) } == 1
        }
        var failed: Set<OfferID> = []
        while let offer = try world.request.offers.first(where: { !failed.contains($0.id) }) {
            failed.insert(offer.id)
            try world.act(.reportFailedDelivery([offer.id], isFinal: false), by: .courier)
        }
        let inGroup = try world.request.offers.map(isOfTheGroup)
        // After those who were asked before anything was known come the others, though they are further away.
        #expect(inGroup.prefix(first) == ArraySlice(repeatElement(true, count: first)))
        #expect(inGroup.dropFirst(first).prefix(others.count) == ArraySlice(repeatElement(false, count: others.count)))
        // Then a few more of the group, since nobody else is left.
        #expect(inGroup.count > first + others.count || first >= 10)
        #expect(inGroup.count <= first + others.count + 20)
    }
}
