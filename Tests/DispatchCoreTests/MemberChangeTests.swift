import DispatchCore
import DispatchTestSupport
import Geospatial
import Testing

/// Duty, absence, position, and a new roster.
struct MemberChangeTests {
    private func world() throws -> World {
        try World(.init("a", north: 100), .init("b", north: 200), .init("c", north: 300), .init("d", north: 400))
    }

    @Test func goingOffDutyWithdrawsTheOfferWithoutAWordAndAsksAnother() throws {
        let world = try world()
        try world.call()
        try world.deliver("a")
        #expect(
            try world.change("a", MemberChange(isOnDuty: false))
                == Happened(
                    events: [
                        "member.duty-changed a off", "offer.withdrawn a member-unavailable",
                        "offer.made d replacement 4",
                    ],
                    notices: ["offer.created d"]
                )
        )
        // They may still change their mind.
        #expect(try world.accept("a").events.first == "offer.accepted a")
    }

    @Test func aChangeToWhatIsSoAlreadyIsNoEvent() throws {
        let world = try world()
        #expect(try world.change("a", MemberChange(isOnDuty: true)) == Happened())
        #expect(try world.change("a", MemberChange()) == Happened())
        #expect(try world.change("a", MemberChange(awayUntil: .some(nil))) == Happened())
        #expect(try world.change("a", MemberChange(awayUntil: world.now.asWall)) == Happened())
        #expect(throws: Refusal.unknownMember(MemberID("x"))) { try world.change("x", MemberChange(isOnDuty: true)) }
    }

    @Test func anAbsenceEndsAtItsTime() throws {
        let world = try world()
        let until = world.now.asWall.adding(seconds: 60)
        #expect(try world.change("a", MemberChange(awayUntil: until)).events == ["member.duty-changed a on away"])
        #expect(!(try world.member("a").isAvailable))
        try world.call()
        #expect(try world.asked == ["b", "c", "d"])
        #expect(try world.wait(seconds: 60).events.contains("member.duty-changed a on"))
        #expect(try world.member("a").isAvailable)
    }

    @Test func anAbsenceEndsEarlyByWordOrByComingOnDuty() throws {
        let world = try world()
        let later = world.now.asWall.adding(seconds: 3600)
        try world.change("a", MemberChange(awayUntil: later))
        #expect(try world.change("a", MemberChange(awayUntil: .some(nil))).events == ["member.duty-changed a on"])
        try world.change("a", MemberChange(isOnDuty: false, awayUntil: later))
        #expect(try world.change("a", MemberChange(isOnDuty: true)).events == ["member.duty-changed a on"])
        #expect(try world.member("a").awayUntil == nil)
        // Both at once: on duty, and away for now.
        try world.change("a", MemberChange(isOnDuty: false))
        #expect(
            try world.change("a", MemberChange(isOnDuty: true, awayUntil: later)).events
                == ["member.duty-changed a on away"]
        )
    }

    @Test func anAbsenceDoesNotEndAnAssignment() throws {
        let world = try world()
        try world.call()
        try world.accept("a")
        try world.change("a", MemberChange(isOnDuty: false))
        #expect(try world.state == .covered)
        #expect(try world.step("a", .onScene).events == ["assignment.stepped a on-scene"])
    }

    @Test func aPositionCountsAndIsNotJournaled() throws {
        let world = try world()
        #expect(try world.change("d", MemberChange(position: try World.point(north: 1))) == Happened())
        try world.call()
        #expect(try world.offer(to: "d").rank == 1)
        try world.change("d", MemberChange(position: .some(nil)))
        #expect(try world.member("d").position == nil)
        #expect(try world.member("d").whereabouts == world.member("d").home)
    }

    @Test func aNewRosterTakesOverWhatMembersDo() throws {
        let world = try world()
        let position = try World.point(north: 5000)
        try world.change("a", MemberChange(isOnDuty: false, position: position))
        try world.change("b", MemberChange(awayUntil: world.now.asWall.adding(seconds: 600)))
        try world.call()
        try world.accept("c")
        try world.importMembers(
            .init("new", north: 1),
            .init("d", north: 400),
            .init("c", north: 300),
            .init("b", north: 200, .car),
            .init("a", north: 100)
        )
        #expect(!(try world.member("a").isOnDuty))
        #expect(try world.member("a").position == position)
        #expect(try world.member("b").awayUntil == world.now.asWall.adding(seconds: 600))
        #expect(try world.member("b").transport == .car)
        #expect(try world.member("c").busyAssignmentCount == 1)
        #expect(try world.member("new").isAvailable)
        #expect(try world.wait(seconds: 600).events.contains("member.duty-changed b on"))
    }

    @Test func aRosterThatLeavesOutSomebodyOnACaseIsRefused() throws {
        let world = try world()
        try world.call()
        try world.accept("c")
        #expect(throws: Refusal.memberBusy(MemberID("c"), numbers: [1])) {
            try world.importMembers(.init("a", north: 100))
        }
        try world.step("c", .cleared)
        try world.importMembers(.init("a", north: 100))
        #expect(world.board.roster.members.map(\.id.text) == ["a"])
    }

    @Test func theOffersOfThoseWhoLeaveTheRosterAreWithdrawn() throws {
        let world = try world()
        try world.call()
        #expect(
            try world.importMembers(.init("b", north: 200), .init("d", north: 400)).events == [
                "roster.imported members", "offer.withdrawn a member-unavailable",
                "offer.withdrawn c member-unavailable", "offer.made d replacement 4",
            ]
        )
        #expect(throws: Refusal.offerWithdrawn) { try world.accept("a") }
    }

    @Test func anAbsenceOfSomebodyWhoLeftIsForgotten() throws {
        let world = try world()
        try world.change("a", MemberChange(awayUntil: world.now.asWall.adding(seconds: 60)))
        try world.importMembers(.init("b", north: 200))
        #expect(world.board.nextDeadline == nil)
        #expect(try world.wait(seconds: 100).events == [])
    }

    @Test func anAbsenceOfSomebodyWhoIsBackOnTheRosterEnds() throws {
        let world = try world()
        let until = world.now.asWall.adding(seconds: 60)
        try world.change("a", MemberChange(awayUntil: until))
        try world.importMembers(.init("b", north: 200))
        // The tables remember the absence, so the next list brings it back.
        try world.importMembers(.init("a", north: 100, awayUntil: until), .init("b", north: 200))
        #expect(try world.wait(seconds: 60).events == ["member.duty-changed a on"])
        #expect(try world.member("a").isAvailable)
    }
}
