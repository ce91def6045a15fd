import DispatchCore
import Testing

/// Assigning somebody who lives beyond the operator's township: they are asked, first in line.
struct AskingByHandTests {
    /// The township that everybody in these worlds lives in, and another one.
    private static let own = "9001"
    private static let other = "9002"

    private func assign(_ member: String, within township: String?, in world: World) throws -> Happened {
        try world.act(.assign(world.requestID, nil, MemberID(member), within: township))
    }

    @Test func whoLivesBeyondTheBorderIsAskedAndHoldsTheSeatOnceTheyAccept() throws {
        let world = try World(World.Person("near", north: 100), World.Person("far", north: 9_000))
        try world.call(contacts: ["near"], seats: [SeatPlan(role: "helper", requires: [])])
        try world.change("far", MemberChange(isOnDuty: false))
        let asked = try assign("far", within: Self.other, in: world)
        #expect(asked == Happened(events: ["offer.made far by-hand 1"], notices: ["offer.created far"]))
        #expect(try world.state == .open)
        #expect(try world.request.assignments.isEmpty)
        #expect(try world.offer(to: "far").state == .pending)
        #expect(try assign("far", within: Self.other, in: world) == Happened(), "asking again changes nothing")
        try world.deliver("far")
        let accepted = try world.accept("far")
        #expect(accepted.notices.contains("assignment.created far"))
        #expect(try world.state == .covered)
        #expect(try !world.assignment(of: "far").isByHand, "they said yes themselves, so they are watched")
    }

    @Test func whoLivesWithinIsAssignedAsByTheWholeCounty() throws {
        for township in [nil, Self.own] {
            let world = try World(World.Person("a", north: 100))
            try world.call("errand", in: 100_000)
            let assigned = try assign("a", within: township, in: world)
            #expect(assigned.events == ["offer.made a by-hand 1", "offer.accepted a by-hand"])
        }
    }

    @Test func whoCannotBeReachedIsSaidSoAtOnce() throws {
        let world = try World(World.Person("a", north: 100), World.Person("rung", north: 200, endpoint: nil))
        try world.call()
        let asked = try assign("rung", within: Self.other, in: world)
        #expect(asked.events == ["offer.made rung by-hand 1", "offer.undeliverable rung"])
        #expect(asked.notices == [])
        try world.accept("rung")
        #expect(try world.state == .covered, "a yes by another way counts")
    }

    @Test func whoSaidNoMayBeAskedOnceMore() throws {
        let world = try World(World.Person("a", north: 100))
        try world.call()
        try world.decline("a")
        #expect(try assign("a", within: Self.other, in: world).events == ["offer.made a by-hand 1"])
        try world.accept("a")
        #expect(try world.state == .covered)
    }

    @Test func refusalsAreThoseOfAssigning() throws {
        let world = try World(World.Person("a", north: 100), World.Person("b", north: 200))
        try world.call()
        try world.accept("a")
        let first = world.requestID
        #expect(throws: Refusal.seatTaken(nil)) { try assign("b", within: Self.other, in: world) }
        #expect(try assign("a", within: Self.other, in: world) == Happened(), "they hold the seat")
        try world.call()
        #expect(throws: Refusal.memberBusy(MemberID("a"), numbers: [1])) {
            try assign("a", within: Self.other, in: world)
        }
        #expect(throws: Refusal.unknownMember(MemberID("x"))) { try assign("x", within: Self.other, in: world) }
        try world.act(.cancelRequest(first))
        #expect(throws: Refusal.requestOver(.cancelled)) {
            try world.act(.assign(first, nil, MemberID("b"), within: Self.other))
        }
    }

    /// Far away, and asked all the same: an operator had a reason.
    @Test func theRuleDoesNotTakeBackWhatAnOperatorAsked() throws {
        let people = [World.Person("near", north: 100), .init("far", north: 30_000)]
        let world = try World(policy: .weighing, people)
        try world.call()
        #expect(try assign("far", within: Self.other, in: world).events == ["offer.made far by-hand 1"])
        try world.deliver("near", "far")
        try world.wait(seconds: 20)
        #expect(try world.offer(to: "far").state == .pending)
        // Once somebody goes it is weighed like any other.
        try world.accept("near")
        try world.wait(seconds: 20)
        #expect(try world.offer(to: "far").state == .withdrawn)
    }
}
