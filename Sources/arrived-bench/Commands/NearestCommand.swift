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

    @Option(help: "Members of the county.")
    var members = CountySize.county.members

    @Option(help: "Searches and decisions.")
    var calls = 2_000

    func run() throws {
        let size = try CountySize(townships: 16, villages: 520, members: members, households: 520)
        let county = InventedCounty(seed: 1, size: size)
        let roster = Roster(
            villages: county.villages,
            entries: county.members.enumerated().map { number, member in
                Roster.Entry(
                    id: MemberID(member.id),
                    villageCode: member.villageCode,
                    home: member.coordinate,
                    capabilities: member.capabilities,
                    transport: member.transport,
                    endpointID: member.endpointPath == nil ? nil : Int64(number + 1)
                )
            }
        )
        var random = SeededRandom(seed: 1, purpose: "nearest")
        let places = (0..<calls).compactMap { _ in
            county.members.randomElement(using: &random).map {
                Place(villageCode: $0.villageCode, coordinate: $0.coordinate)
            }
        }
        let search = searchMicroseconds(roster, places)
        let decision = try decisionMicroseconds(roster, places)
        print(line("nearest \(Self.count) of \(members)", search))
        print(line("one decision", decision))
        let multiple = Figure.quantile(0.5, of: decision) / Figure.quantile(0.5, of: search)
        print("one decision costs \(Figure.text(multiple)) searches")
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
    private func decisionMicroseconds(_ roster: Roster, _ places: [Place]) throws -> [Double] {
        var board = Board(countyCode: InventedCounty.code, utcOffsetSeconds: 8 * 3600, policy: Policy(), roster: roster)
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
