import Simulation

/// The invented county's members with endpoints of which some are sick.
struct SickCounty {
    /// Of so many members one has an endpoint that hangs and one an endpoint that refuses.
    private static let membersPerSickness = 10

    let county: InventedCounty
    /// Whether any endpoint is sick at all.
    let isSick: Bool

    enum Health {
        case well
        case hanging
        case refusing
    }

    func health(ofMember position: Int) -> Health {
        guard isSick else { return .well }
        switch position % Self.membersPerSickness {
        case 3: return .hanging
        case 7: return .refusing
        case _: return .well
        }
    }

    /// The ids of those whose endpoints are in good health.
    ///
    /// The same whether the county is sick or not, so that both runs are measured at the same members.
    var well: Set<String> {
        let sick = SickCounty(county: county, isSick: true)
        return Set(
            county.members.enumerated().filter { sick.health(ofMember: $0.offset) == .well }.map(\.element.id)
        )
    }

    /// The list for import: each endpoint by its health.
    func membersCSV(endpointBase: String, refusingBase: String) -> String {
        let lines = county.membersCSV(endpointBase: endpointBase).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        return lines.enumerated().map { number, line in
            guard number > 0, number <= county.members.count else { return String(line) }
            switch health(ofMember: number - 1) {
            case .well: return String(line)
            case .hanging: return String(line.replacing("\(endpointBase)/members/", with: "\(endpointBase)/hanging/"))
            case .refusing: return String(line.replacing(endpointBase, with: refusingBase))
            }
        }.joined(separator: "\n")
    }
}
