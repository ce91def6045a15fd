import DispatchCore
import Testing

/// Whom the value rule alerts, who goes, who is called back.
struct ValueRuleTests {
    private func world(_ people: World.Person..., policy: Policy = .weighing) throws -> World {
        try World(policy: policy, people)
    }

    private func accepted(_ happened: Happened) -> [String] {
        happened.events.filter { $0.hasPrefix("offer.accepted") }
    }

    @Test func alertsThoseWhoBringTheFirstArrivalForward() throws {
        let world = try world(
            .init("near", north: 100),
            .init("next", north: 300),
            .init("far", north: 6_000)
        )
        // The third would come so long after the others that asking them is worth nothing.
        #expect(try world.call().events.dropFirst() == ["offer.made near nearest 1", "offer.made next nearest 2"])
        let offer = try world.offer(to: "near")
        #expect(try #require(offer.chance) > 0.3)
        #expect(try #require(offer.gainSeconds) > 100)
    }

    @Test func isNeverSilentHoweverFarTheBestIs() throws {
        let world = try world(.init("far", north: 20_000), .init("farther", north: 30_000))
        let happened = try world.call()
        #expect(happened.events.contains("offer.made far nearest 1"))
    }

    @Test func silenceMakesOthersBeAsked() throws {
        let world = try world(
            .init("near", north: 100),
            .init("second", north: 900),
            .init("third", north: 1_700)
        )
        try world.call("repair")
        try world.deliver("near")
        let asked = Set(world.board.requests.values.flatMap(\.offers).map(\.memberID.text))
        #expect(!asked.contains("third"))
        try world.wait(seconds: 300)
        let later = Set(world.board.requests.values.flatMap(\.offers).map(\.memberID.text))
        #expect(later == ["near", "second", "third"])
        #expect(try world.offer(to: "near").state == .pending, "silence alone withdraws nothing")
    }

    /// A message that did not get there lately makes it less likely that this one does.
    @Test func othersAreAskedWhereTheLastMessageDidNotArrive() throws {
        let people = [World.Person("near", north: 100, endpoint: 1), .init("second", north: 500, endpoint: 2)]
        let usual = try World(policy: .weighing, people)
        #expect(try usual.call("repair").events.contains("offer.made near nearest 1"))
        let doubtful = try World(policy: .weighing, people)
        let happened = try doubtful.act(.noteReach([1], isReached: false))
        #expect(happened.events == ["endpoint.checked 1 not-reached"])
        #expect(try doubtful.act(.noteReach([1], isReached: false)) == Happened(), "it is known")
        #expect(try doubtful.call("repair").events.contains("offer.made second nearest 1"))
        #expect(try doubtful.act(.noteReach([1], isReached: true)).events == ["endpoint.checked 1 reached"])
        #expect(try doubtful.act(.noteReach([2], isReached: true)) == Happened())
    }

    @Test func aFailedDeliveryCountsAsSilenceAtOnce() throws {
        let world = try world(.init("near", north: 100), .init("far", north: 4_000))
        try world.call("repair")
        #expect(throws: Never.self) { try world.offer(to: "near") }
        #expect(world.board.requests.values.flatMap(\.offers).count == 1)
        let happened = try world.failDelivery("near")
        #expect(happened.events == ["offer.silent near delivery-failed", "offer.made far replacement 2"])
    }

    @Test func aSecondYesGoesWhenItHelpsAndIsThankedWhenItDoesNot() throws {
        let world = try world(
            .init("slow", north: 600),
            .init("fast", north: 500, .car),
            .init("late", north: 650)
        )
        try world.call()
        try world.deliver("slow", "fast", "late")
        try world.accept("slow")
        let faster = try world.accept("fast")
        #expect(faster.events.prefix(2) == ["offer.accepted fast", "assignment.primary fast"])
        #expect(try world.assignment(of: "fast").isPrimary)
        #expect(try !world.assignment(of: "slow").isPrimary)
        try world.step("fast", .onScene)
        #expect(try world.assignment(of: "slow").state == .stoodDown)
        #expect(throws: Refusal.alreadyCovered) { try world.accept("late") }
    }

    @Test func aYesThatIsNotNeededIsRecordedAndThanked() throws {
        var policy = Policy.weighing
        var rule = ValueRule()
        rule.urgent.goSeconds = 100
        policy.selection = .value(rule)
        let world = try world(.init("a", north: 100), .init("b", north: 150), policy: policy)
        try world.call("elder-check")
        try world.deliver("a", "b")
        try world.accept("a")
        // Half of a drive keeps the offer open, and is not enough to send somebody.
        #expect(try world.offer(to: "b").state == .pending)
        let said = try world.accept("b")
        #expect(said == Happened(events: ["offer.covered b"], notices: []), "and they are not asked again at once")
        #expect(try world.offer(to: "b").withdrawalReason == .notNeeded)
        #expect(throws: Refusal.alreadyCovered) { try world.accept("b") }
        #expect(try world.release("a").events.contains("offer.made b nearest 1"), "but when they are needed")
    }

    @Test func aReleaseMakesTheBestBackupPrimary() throws {
        let world = try world(.init("a", north: 900), .init("b", north: 1_000))
        try world.call()
        try world.deliver("a", "b")
        try world.accept("a")
        try world.accept("b")
        let released = try world.release("a")
        #expect(released.events.prefix(2) == ["assignment.ended a released", "assignment.primary b"])
        #expect(try world.assignment(of: "b").isPrimary)
        #expect(world.board.requests[world.requestID]?.state == .covered)
    }

    @Test func theFirstOnSceneHoldsTheSeatWhoeverWasExpected() throws {
        let world = try world(.init("a", north: 900), .init("b", north: 1_000))
        try world.call()
        try world.deliver("a", "b")
        try world.accept("a")
        try world.accept("b")
        let there = try world.step("b", .onScene)
        #expect(
            there.events == ["assignment.primary b", "assignment.stepped b on-scene", "assignment.ended a relieved"]
        )
        #expect(there.notices == ["assignment.stood-down a"])
    }

    @Test func contactsAreAskedAloneForAWhileUnlessItIsImmediate() throws {
        let people = [World.Person("near", north: 100), World.Person("contact", north: 800)]
        let urgent = try World(policy: .weighing, people)
        #expect(
            try urgent.call("elder-check", contacts: ["contact"]).events.dropFirst() == ["offer.made contact contact 1"]
        )
        try urgent.deliver("contact")
        #expect(try urgent.wait(seconds: 29).events == [])
        #expect(try urgent.wait(seconds: 1).events.contains("offer.made near replacement 2"))

        let immediate = try World(policy: .weighing, people)
        let asked = try immediate.call(contacts: ["contact"]).events.dropFirst()
        #expect(asked == ["offer.made contact contact 1", "offer.made near nearest 2"])
    }

    @Test func aContactWhoCannotBeReachedKeepsNobodyWaiting() throws {
        let world = try world(.init("near", north: 100), .init("contact", north: 800))
        try world.call("elder-check", contacts: ["contact"])
        #expect(try world.failDelivery("contact").events.contains("offer.made near replacement 2"))
    }

    @Test func whoHadTheirShareOfAlertsIsSparedExceptInNeed() throws {
        var policy = Policy.weighing
        policy.fairness.weeklyAlertLimit = 2
        let world = try world(.init("only", north: 100), policy: policy)
        for _ in 0..<2 {
            try world.call("repair")
            try world.decline("only")
        }
        #expect(try world.call("repair").events.contains("request.unanswered"))
        #expect(try world.call("fall").events.contains("offer.made only nearest 1"), "immediate lifts the limit")
    }

    @Test func whoHasJustBeenOutRests() throws {
        let world = try world(.init("only", north: 100))
        try world.call("repair")
        try world.accept("only")
        try world.step("only", .cleared)
        #expect(try world.call("repair").events.contains("request.unanswered"))
        #expect(try world.wait(seconds: 3_600).events.contains("offer.made only nearest 1"), "the rest ends by itself")
    }

    @Test func silenceTeachesThatAMemberSeldomComes() throws {
        let world = try world(.init("only", north: 100))
        func chance() throws -> Double {
            let history = try #require(world.board.roster.member(MemberID("only"))).history
            return world.board.beliefs(at: world.now).usualAcceptance(of: history)
        }
        let before = try chance()
        for _ in 0..<3 {
            try world.call("repair")
            try world.decline("only")
        }
        let declined = try chance()
        #expect(declined < before / 1.5)
        try world.call("fall")
        try world.deliver("only")
        try world.accept("only")
        #expect(try chance() > declined)
        try world.act(.resetLearning(MemberID("only")))
        #expect(try chance() == before)
    }

    @Test func aTickWithoutNewsWritesNothing() throws {
        let world = try world(.init("a", north: 100), .init("b", north: 200))
        try world.call()
        try world.deliver("a", "b")
        #expect(try world.wait(seconds: 20).events == [])
        #expect(world.board.nextDeadline == World.start.adding(seconds: 25))
    }
}

extension Policy {
    /// The standard policy with the value rule.
    static var weighing: Policy {
        var policy = Policy()
        policy.selection = .value(ValueRule())
        return policy
    }
}
