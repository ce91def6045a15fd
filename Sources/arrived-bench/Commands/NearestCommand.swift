import ArgumentParser
import DispatchCore
import Geospatial
import Simulation

/// The search for the nearest members, and what a decision costs on top of it.
struct NearestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearest",
        abstract: "The 64 nearest of 25,000 members, and one decision as a multiple of that."
    )

    private static let count = 64
    /// One in so many members is on duty where most are not.
    private static let onDutyOneIn = 10
    /// Searches that one decision by value may cost: it looks at four means of travel, 64 candidates and who may come.
    private static let decisionLimit = 60.0
    /// What those who are off duty may add to a decision.
    private static let offDutyLimit = 1.5

    @Option(help: "Members of the county.")
    var members = CountySize.county.members

    @Option(help: "Searches and decisions.")
    var calls = 2_000

    @Flag(help: "End with an error if a limit is missed.")
    var check = false

    func run() throws {
        let size = try CountySize(townships: 16, villages: 520, members: members, households: 520)
        let county = InventedCounty(seed: 1, size: size)
        var random = SeededRandom(seed: 1, purpose: "nearest")
        let places = (0..<calls).compactMap { _ in
            county.members.randomElement(using: &random).map {
                Place(villageCode: $0.villageCode, coordinate: $0.coordinate)
            }
        }
        let all = roster(of: county) { _ in true }
        let search = searchMicroseconds(all, places)
        print(line("nearest \(Self.count) of \(members)", search))
        let value = try decisionMicroseconds(all, places, .value(ValueRule()))
        print(line("one decision by value", value))
        print(
            line("one decision by the simple rule", try decisionMicroseconds(all, places, .simple(SimpleSelection())))
        )
        // The same few on duty, once with everybody else at home and once without them on the roster at all.
        let isOnDuty: (Int) -> Bool = { $0 % Self.onDutyOneIn == 0 }
        let home = try decisionMicroseconds(roster(of: county, onDuty: isOnDuty), places, .value(ValueRule()))
        print(line("by value, nine in ten off duty", home))
        let few = roster(of: county, listed: isOnDuty, onDuty: isOnDuty)
        let alone = try decisionMicroseconds(few, places, .value(ValueRule()))
        print(line("by value, those nine not listed", alone))
        func median(_ values: [Double]) -> Double { Figure.quantile(0.5, of: values) }
        try Limit(name: "decision ÷ search", value: median(value) / median(search), limit: Self.decisionLimit)
            .report(isChecked: check)
        try Limit(name: "off duty ÷ not listed", value: median(home) / median(alone), limit: Self.offDutyLimit)
            .report(isChecked: check)
    }

    private func roster(
        of county: InventedCounty,
        listed: (Int) -> Bool = { _ in true },
        onDuty: (Int) -> Bool
    ) -> Roster {
        Roster(
            villages: county.villages,
            entries: county.members.enumerated().filter { listed($0.offset) }.map { number, member in
                Roster.Entry(
                    id: MemberID(member.id),
                    villageCode: member.villageCode,
                    home: member.coordinate,
                    capabilities: member.capabilities,
                    transport: member.transport,
                    endpointID: member.endpointPath == nil ? nil : Int64(number + 1),
                    isOnDuty: onDuty(number)
                )
            }
        )
    }

    private func searchMicroseconds(_ roster: Roster, _ places: [Place]) -> [Double] {
        let travel = TravelModel()
        return places.map { place in
            let duration = ContinuousClock().measure {
                let found = roster.nearest(
                    to: place.coordinate,
                    count: Self.count,
                    in: Roster.Scope(requires: ["vehicle"]),
                    travel: travel
                )
                precondition(found.count == Self.count, "a county has more members with a vehicle")
            }
            return duration / .microseconds(1)
        }
    }

    /// Opening a request and choosing whom to ask; it is cancelled again outside the measure.
    private func decisionMicroseconds(
        _ roster: Roster,
        _ places: [Place],
        _ rule: SelectionRule
    ) throws -> [Double] {
        var policy = Policy()
        policy.selection = rule
        var board = Board(countyCode: InventedCounty.code, utcOffsetSeconds: 8 * 3600, policy: policy, roster: roster)
        var ids = IdentifierSource(SeededRandom(seed: 1, purpose: "ids"))
        var now = Timestamp(milliseconds: 1_750_000_000_000)
        return try places.map { place in
            now = now.adding(seconds: 1)
            let request = NewHelpRequest(category: "medical-transport", place: place)
            var opened: RequestID?
            let duration = try ContinuousClock().measure {
                let outcome = try board.advance(.openRequest(request), by: .system, at: now, using: &ids).decision
                    .outcome
                if case .opened(let id, _, _) = outcome { opened = id }
            }
            if let opened { _ = try board.advance(.cancelRequest(opened), by: .system, at: now, using: &ids) }
            _ = board.takeChanges()
            return duration / .microseconds(1)
        }
    }

    private func line(_ name: String, _ microseconds: [Double]) -> String {
        let quantiles = [("p50", 0.5), ("p99", 0.99)].map {
            "\($0) \(Figure.text(Figure.quantile($1, of: microseconds))) µs"
        }
        return "\(name): \(quantiles.joined(separator: ", "))"
    }
}
