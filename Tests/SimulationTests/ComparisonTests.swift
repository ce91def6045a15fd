import DispatchCore
import Simulation
import Testing

/// Policies side by side: the same calls, answered by the same people.
@Suite(.timeLimit(.minutes(2)))
struct ComparisonTests {
    private static func world(_ change: (inout SimulatedWorld) -> Void = { _ in }) -> SimulatedWorld {
        var world = SimulatedWorld()
        world.requests = 8
        change(&world)
        return world
    }

    @Test func theSameSeedComesToTheSame() throws {
        for name in ["value", "slots:2/20"] {
            let policy = try SimulatedPolicy(name: name)
            let first = Comparison(world: Self.world(), seed: 7).run(policy)
            let second = Comparison(world: Self.world(), seed: 7).run(policy)
            #expect(first.p50Seconds == second.p50Seconds)
            #expect(first.p99Seconds == second.p99Seconds)
            #expect(first.alerts == second.alerts)
            #expect(first.going == second.going)
        }
    }

    @Test func nobodyBeatsHindsight() throws {
        let comparison = Comparison(world: Self.world(), seed: 3)
        let bound = comparison.run(.hindsight)
        for policy in [.value(alertSeconds: nil, goSeconds: nil)] + SimulatedPolicy.published {
            let outcome = comparison.run(policy)
            #expect(outcome.reached <= bound.reached)
            #expect(outcome.p50Seconds >= bound.p50Seconds, "\(policy.name)")
            #expect(outcome.p90Seconds >= bound.p90Seconds, "\(policy.name)")
        }
    }

    @Test func theBoardReachesEverybody() {
        let value = SimulatedPolicy.value(alertSeconds: nil, goSeconds: nil)
        #expect(Comparison(world: Self.world(), seed: 1).run(value).reached == 1)
        let bent = Self.world {
            $0.deadEndpoints = 0.5
            $0.trueAcceptanceFactor = 0.5
            $0.isNight = true
        }
        #expect(Comparison(world: bent, seed: 1).run(value).reached == 1)
    }

    @Test func callsOfASurgeAreEachAnswered() {
        let world = Self.world { $0.surge = 8 }
        let outcome = Comparison(world: world, seed: 1).run(.value(alertSeconds: nil, goSeconds: nil))
        #expect(outcome.reached == 1)
        #expect(outcome.going >= 1)
    }

    @Test func anAlertThatMustBeWorthMoreIsMadeLessOften() {
        let comparison = Comparison(world: Self.world(), seed: 2)
        let eager = comparison.run(.value(alertSeconds: 1, goSeconds: 0.5))
        let sparing = comparison.run(.value(alertSeconds: 30, goSeconds: 15))
        #expect(sparing.alerts < eager.alerts)
    }

    @Test(arguments: [
        "value", "value:2/1", "value:1.4/0.5", "slots:1/30", "slots:3/30/1000", "broadcast:9", "broadcast:30/1300",
        "hindsight",
    ])
    func aPolicyIsNamedAsItWasGiven(name: String) throws {
        #expect(try SimulatedPolicy(name: name).name == name)
    }

    @Test(arguments: [
        "", "best", "value:", "value:2", "value:0/1", "value:2/x", "slots:0/30", "slots:3", "slots:3/30/0",
        "slots:1.5/30", "broadcast", "broadcast:9/9/9", "hindsight:1",
    ])
    func aPolicyThatIsNoneIsRefused(name: String) {
        #expect {
            try SimulatedPolicy(name: name)
        } throws: { error in
            "\(error)".contains("“\(name)”")
        }
    }

    @Test func aWorldThatCannotBeIsNamed() {
        #expect(Self.world().fault == nil)
        #expect(Self.world { $0.available = 0 }.fault?.name == "available")
        #expect(Self.world { $0.acceptance = 1 }.fault?.name == "acceptance")
        #expect(Self.world { $0.requests = 0 }.fault?.name == "requests")
        #expect(Self.world { $0.deadEndpoints = 1 }.fault?.name == "dead-endpoints")
    }
}
