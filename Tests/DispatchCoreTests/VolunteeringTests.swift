import DispatchCore
import DispatchTestSupport
import Testing

/// Who comes forward without being asked, or a second time.
struct VolunteeringTests {
    private func world(_ policy: Policy = .weighing, _ people: World.Person...) throws -> World {
        try World(policy: policy, people)
    }

    @Test func oneWhoWasNotAskedGoesWhenThatHelps() throws {
        let world = try world(.weighing, .init("near", north: 100), .init("far", north: 9_000))
        try world.call()
        #expect(
            try world.volunteer("far")
                == Happened(
                    events: ["offer.made far volunteer 2", "offer.accepted far"],
                    notices: ["assignment.created far"]
                )
        )
        #expect(try world.assignment(of: "far").isPrimary)
    }

    @Test func oneWhoWouldBeTooLateIsThankedAndTheOfferTellsSo() throws {
        let world = try world(.weighing, .init("near", north: 100), .init("far", north: 9_000))
        try world.call()
        try world.accept("near")
        #expect(
            try world.volunteer("far").events == ["offer.made far volunteer 2", "offer.covered far"]
        )
        #expect(try world.offer(to: "far").withdrawalReason == .notNeeded)
        // They may be asked for it later.
        #expect(try world.member("far").history.alerts.total(onDay: 20_000) == 0)
    }

    @Test func oneWhoWasAskedAnswersTheirOffer() throws {
        let world = try world(.simple, .init("a", north: 100), .init("b", north: 300))
        try world.call()
        #expect(try world.volunteer("a").events.first == "offer.accepted a")
        #expect(try world.volunteer("a") == Happened(), "twice is once")
        #expect(throws: Refusal.alreadyCovered) { try world.volunteer("b") }
    }

    @Test func aNoCanBecomeAYes() throws {
        let world = try world(.simple, .init("a", north: 100))
        try world.call()
        try world.decline("a")
        #expect(try world.volunteer("a").events == ["offer.accepted a"])
    }

    @Test func afterTheOfferHasExpiredAnotherIsMade() throws {
        let world = try world(.simple, .init("a", north: 100))
        try world.call("fall", .immediate)
        try world.wait(seconds: 24 * 3_600)
        #expect(try world.offer(to: "a").state == .expired)
        let events = try world.volunteer("a").events
        #expect(events == ["offer.made a volunteer 2", "offer.accepted a", "desk.stood-down nobody"])
    }

    @Test func offDutyIsNoObstacle() throws {
        let world = try world(.simple, .init("a", north: 100), .init("b", north: 200))
        try world.act(.changeMember(MemberID("b"), MemberChange(isOnDuty: false)))
        try world.call()
        #expect(try world.volunteer("b").events.prefix(2) == ["offer.made b volunteer 2", "offer.accepted b"])
    }

    @Test func whatASeatRequiresIsAskedOfVolunteersToo() throws {
        let world = try world(.simple, .init("a", north: 100), .init("b", north: 200, can: ["vehicle"]))
        try world.call("medical-transport")
        #expect(throws: Refusal.capabilityMissing(["vehicle"])) { try world.volunteer("a") }
        #expect(try world.volunteer("b").events.first == "offer.accepted b")
    }

    @Test func nobodyVolunteersForTwoThingsAtOnceOrForWhatIsOver() throws {
        let world = try world(.simple, .init("a", north: 100), .init("b", north: 200))
        try world.call()
        try world.volunteer("a")
        let first = world.requestID
        try world.call("repair")
        #expect(throws: Refusal.memberBusy(MemberID("a"), numbers: [1])) { try world.volunteer("a") }
        try world.act(.cancelRequest(first))
        world.requestID = first
        #expect(throws: Refusal.requestCancelled) { try world.volunteer("b") }
        #expect(throws: Refusal.unknownMember(MemberID("nobody"))) {
            try world.act(.volunteer(MemberID("nobody"), for: world.board.openRequests[0].id))
        }
    }

    /// One seat has one standing offer of each, however often somebody comes and goes.
    @Test func whoGaveTheSeatBackComesForwardAgainWithTheSameOffer() throws {
        let world = try world(.weighing, .init("near", north: 200), .init("far", north: 900))
        try world.call("fall", .immediate)
        try world.accept("far")
        try world.accept("near")
        // The backup takes over, so that the seat's round goes on.
        try world.act(.release(world.offer(to: "near").id), by: .member(MemberID("near")))
        #expect(try world.assignment(of: "far").isPrimary)
        try world.step("far", .enRoute)
        // The life of the offer is over by then.
        try world.wait(seconds: 610)
        let happened = try world.volunteer("near")
        #expect(happened.events.first == "offer.accepted near", "\(happened)")
        #expect(try world.request.offers.count { $0.memberID == MemberID("near") } == 1)
    }

    /// A seat where nobody goes comes before one where somebody is there already.
    @Test func theEmptySeatIsTheirs() throws {
        let world = try world(.weighing, .init("a", north: 100), .init("b", north: 200), .init("c", north: 300))
        try world.call("fall", .immediate)
        try world.accept("a")
        try world.step("a", .onScene)
        try world.act(.addSeats(world.requestID, [SeatPlan(role: "helper", requires: [])]))
        let happened = try world.volunteer("b")
        #expect(happened.events.contains("offer.accepted b"), "\(happened)")
    }
}
