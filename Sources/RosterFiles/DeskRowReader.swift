internal import DispatchCore
internal import DispatchStore

/// Reads desks. A desk can be reached by its endpoint or by phone; without both, nobody could ever call upon it.
struct DeskRowReader: RosterRowReader {
    private let knowledge: ImportKnowledge
    private let townships: [String: String]
    private var firstLines = FirstLines()
    /// On which line each place had its desk first.
    private var lineOfPlace: [Place: Int] = [:]

    private struct Place: Hashable {
        let level: Desk.Level
        let code: String
    }

    init(knowledge: ImportKnowledge) {
        self.knowledge = knowledge
        townships = Dictionary(knowledge.villages.values.map { ($0.townshipCode, $0.township) }) { first, _ in first }
    }

    mutating func record(of cells: RosterCells<DeskColumn>, _ faults: inout LineFaults) -> DeskRecord? {
        let before = faults.total
        let id = cells.identifier(.id, &faults)
        firstLines.take(id, .id, of: cells, &faults)
        let level = level(of: cells, &faults)
        let code = cells.identifier(.code, &faults)
        if let level, !code.isEmpty { check(code, level, cells, &faults) }
        let name = cells.requiredText(.name, limitCharacters: ImportLimits.nameCharacters, &faults)
        let phone = cells.phone(.phone, &faults)
        let endpoint = cells.endpoint(.only, &faults)
        if phone.isEmpty, cells[.endpoint].isEmpty {
            cells.note(.phone, "must be given when there is no endpoint", in: &faults)
        }
        guard faults.total == before, let level else { return nil }
        return DeskRecord(id: DeskID(id), level: level, code: code, name: name, phone: phone, endpoint: endpoint)
    }

    private func level(of cells: RosterCells<DeskColumn>, _ faults: inout LineFaults) -> Desk.Level? {
        guard let level = Desk.Level(rawValue: cells[.level].lowercased()) else {
            let words = Desk.Level.allCases.map(\.rawValue).joined(separator: ", ")
            cells.note(.level, "must be one of \(words)", in: &faults)
            return nil
        }
        return level
    }

    /// The code must be one of a place there is, and each place has one desk.
    private mutating func check(
        _ code: String,
        _ level: Desk.Level,
        _ cells: RosterCells<DeskColumn>,
        _ faults: inout LineFaults
    ) {
        switch level {
        case .branch: _ = knowledge.village(.code, of: cells, &faults)
        case .township where townships[code] == nil:
            let named = townships.first { $0.value == code }
            let advice = named.map { "must be the township’s code, not its name: \($0.key)" }
            cells.note(.code, advice ?? "no township has this code", in: &faults)
        case .county:
            if let county = knowledge.countyCode, code != county {
                cells.note(.code, "must be the county’s code, \(county)", in: &faults)
            }
        case .township: break
        }
        let place = Place(level: level, code: code)
        if let first = lineOfPlace[place] {
            cells.note(.code, "has its desk on line \(first) already; there is one for each", in: &faults)
        } else {
            lineOfPlace[place] = cells.line
        }
    }
}
