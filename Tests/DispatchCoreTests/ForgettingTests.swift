import DispatchCore
import DispatchTestSupport
import Testing

/// Who may be forgotten, and what the board lets go of.
struct ForgettingTests {
    private func world() throws -> World {
        try World(World.Person("a", north: 100), World.Person("b", north: 200), World.Person("c", north: 300))
    }

    private func openCase(_ world: World) throws -> Refusal.OpenCase {
        Refusal.OpenCase(id: world.requestID, number: try world.request.number)
    }

    @Test func aMemberWhoIsAskedOrGoesStays() throws {
        let world = try world()
        try world.call()
        let open = try openCase(world)
        for act in [{}, { _ = try world.accept("a") }, { _ = try world.step("a", .enRoute) }] {
            try act()
            #expect(throws: Refusal.partOfOpenRequests([open])) { try world.act(.forgetMember(MemberID("a"))) }
        }
        // Withdrawn by now; it can become a yes again as long as it lives.
        #expect(throws: Refusal.partOfOpenRequests([open])) { try world.act(.forgetMember(MemberID("b"))) }
        try world.wait(seconds: 7_200)
        #expect(try world.act(.forgetMember(MemberID("b"))).events == ["member.forgotten b"])
    }

    @Test func aForgottenMemberIsNobodyAndComesBackAsAnyoneNew() throws {
        let world = try world()
        try world.call()
        try world.deliver("a")
        try world.accept("a")
        try world.step("a", .cleared)
        try world.act(.closeRequest(world.requestID, grade: nil))
        try world.change("a", MemberChange(isOnDuty: false))
        #expect(try world.member("a").history != MemberHistory())
        try world.act(.forgetMember(MemberID("a")))
        #expect(world.board.roster.member(MemberID("a")) == nil)
        #expect(world.board.roster.members.count == 2)
        try world.call()
        #expect(try world.asked == ["b", "c"])
        #expect(throws: Refusal.unknownMember(MemberID("a"))) { try world.volunteer("a") }
        try world.importMembers(World.Person("a", north: 100), World.Person("b", north: 200))
        // Asked at once, in place of one who has left; what they did before tells nothing any more.
        #expect(try world.member("a").history.acceptance == Tally())
        #expect(try world.member("a").history.lastAssignmentEndedAt == nil)
        #expect(try world.member("a").isOnDuty)
        // Twice is as good as once.
        #expect(try world.act(.forgetMember(MemberID("nobody"))).events == ["member.forgotten nobody"])
    }

    @Test func aHouseholdWithAnOpenRequestStays() throws {
        let world = try world()
        try world.call(household: "h1")
        let open = try openCase(world)
        #expect(throws: Refusal.partOfOpenRequests([open])) { try world.act(.forgetHousehold("h1", requests: [])) }
        #expect(throws: Refusal.partOfOpenRequests([open])) {
            try world.act(.forgetHousehold("h2", requests: [world.requestID]))
        }
        try world.act(.cancelRequest(world.requestID))
        #expect(try world.act(.forgetHousehold("h2", requests: [])).events == ["household.forgotten h2 0"])
        #expect(try world.state == .cancelled)
        #expect(try world.act(.forgetHousehold("h1", requests: [])).events == ["household.forgotten h1 1"])
        #expect(world.board.requests.isEmpty, "it could be reopened otherwise")
        #expect(throws: Refusal.unknownRequest) { try world.act(.reopenRequest(world.requestID, seats: [])) }
    }

    @Test func onlyWhatTheBoardHasLetGoOfIsErased() throws {
        let world = try world()
        try world.call()
        try world.act(.cancelRequest(world.requestID))
        let other = RequestID(high: 1, low: 1)
        let erased = try world.act(.erasePersonalData([world.requestID, other], endedBefore: world.now))
        #expect(erased.events == ["personal-data.erased 1"])
        #expect(try world.act(.erasePersonalData([world.requestID], endedBefore: world.now)).events == [])
    }
}
