import DispatchCore
import Geospatial
import Simulation
import Testing

/// A comparison in a county that somebody imported: what its lists say binds every policy alike.
@Suite(.timeLimit(.minutes(2)))
struct ImportedCountyTests {
    /// Every kind of policy.
    private static let policies: [SimulatedPolicy] = [
        .value(alertSeconds: nil, goSeconds: nil),
        .slots(count: 2, timeoutSeconds: 20, radiusMeters: nil),
        .broadcast(count: 9, radiusMeters: nil),
        .hindsight,
    ]

    /// Two villages some 2 km apart, far from the invented county.
    private static func villages() throws -> [Village] {
        try [("900001", 30.50), ("900002", 30.52)].map { code, latitude in
            Village(
                code: code,
                name: "测试村\(code)",
                townshipCode: "9000",
                township: "测试镇",
                coordinate: try Coordinate(latitude: latitude, longitude: 104)
            )
        }
    }

    private static func member(
        _ number: Int,
        endpointID: Int64? = 1,
        quietHours: QuietHours? = nil,
        exemptCategories: [String] = []
    ) -> Roster.Entry {
        Roster.Entry(
            id: MemberID("M\(number)"),
            villageCode: number % 2 == 0 ? "900001" : "900002",
            transport: .ebike,
            endpointID: endpointID,
            quietHours: quietHours,
            exemptCategories: exemptCategories
        )
    }

    /// Nearly everybody is free and accepts.
    private static func world(_ urgency: Urgency = .immediate) -> SimulatedWorld {
        var world = SimulatedWorld()
        world.requests = 24
        world.available = 1
        world.acceptance = 0.9
        world.urgency = urgency
        return world
    }

    private static func comparison(_ members: [Roster.Entry], _ urgency: Urgency = .immediate) throws -> Comparison {
        Comparison(world: world(urgency), seed: 5, imported: (villages: try villages(), members: members))
    }

    @Test func callsComeFromTheVillagesAndMembersWithoutAHomeAreAtTheirs() throws {
        let comparison = try Self.comparison((0..<40).map { Self.member($0) })
        #expect(comparison.county.people.count == 40)
        for policy in Self.policies {
            let outcome = comparison.run(policy)
            #expect(outcome.reached == 1, "\(policy.name)")
            // From the village's point to anywhere within 350 m of it is a minute and a half.
            #expect(outcome.p50Seconds < 600, "\(policy.name)")
        }
    }

    @Test func membersWithoutAnEndpointAreAlertedByNobody() throws {
        let alone = try Self.comparison((0..<40).map { Self.member($0, endpointID: nil) })
        for policy in Self.policies {
            let outcome = alone.run(policy)
            #expect(outcome.alerts == 0, "\(policy.name)")
            #expect(outcome.reached == 0, "\(policy.name)")
        }
    }

    @Test func membersWithoutAnEndpointChangeNothingForTheOthers() throws {
        let others = (0..<20).map { Self.member($0) }
        let alone = try Self.comparison(others)
        let mixed = try Self.comparison(others + (20..<60).map { Self.member($0, endpointID: nil) })
        for policy in Self.policies {
            let (left, right) = (alone.run(policy), mixed.run(policy))
            #expect(left.alerts == right.alerts, "\(policy.name)")
            #expect(left.p50Seconds == right.p50Seconds, "\(policy.name)")
            #expect(left.going == right.going, "\(policy.name)")
        }
    }

    @Test func membersWhoAreExemptAreAlertedByNobody() throws {
        let comparison = try Self.comparison((0..<40).map { Self.member($0, exemptCategories: ["other"]) })
        for policy in Self.policies { #expect(comparison.run(policy).alerts == 0, "\(policy.name)") }
    }

    @Test func quietHoursBindEveryPolicyButForWhatIsImmediate() throws {
        // Calls come every other hour and are over after one.
        let members = (0..<40).map { Self.member($0, quietHours: QuietHours(text: "00:00-23:59")) }
        let routine = try Self.comparison(members, .routine)
        let immediate = try Self.comparison(members)
        for policy in Self.policies {
            #expect(routine.run(policy).alerts == 0, "\(policy.name)")
            #expect(immediate.run(policy).reached == 1, "\(policy.name)")
        }
    }

    @Test func nobodyBeatsHindsightWhenQuietHoursEndDuringACall() throws {
        let members = (0..<40).map { Self.member($0, quietHours: QuietHours(text: "18:00-10:10")) }
        let comparison = try Self.comparison(members, .urgent)
        let bound = comparison.run(.hindsight)
        for policy in Self.policies {
            let outcome = comparison.run(policy)
            #expect(outcome.reached <= bound.reached, "\(policy.name)")
            #expect(outcome.p50Seconds >= bound.p50Seconds, "\(policy.name)")
            #expect(outcome.p90Seconds >= bound.p90Seconds, "\(policy.name)")
        }
        // The call at ten o'clock finds somebody once the night is over.
        #expect(bound.reached > comparison.run(.broadcast(count: 9, radiusMeters: nil)).reached)
    }
}
