internal import DispatchCore
internal import DispatchStore

/// Reads households; only id, name and village must be given.
struct HouseholdRowReader: RosterRowReader {
    private let knowledge: ImportKnowledge
    private var firstLines = FirstLines()

    init(knowledge: ImportKnowledge) {
        self.knowledge = knowledge
    }

    mutating func record(of cells: RosterCells<HouseholdColumn>, _ faults: inout LineFaults) -> HouseholdRecord? {
        let before = faults.total
        let id = cells.identifier(.id, &faults)
        firstLines.take(id, .id, of: cells, &faults)
        let name = cells.requiredText(.name, limitCharacters: ImportLimits.nameCharacters, &faults)
        let phone = cells.phone(.phone, &faults)
        let village = knowledge.village(.villageCode, of: cells, &faults)
        let address = cells.text(.address, limitCharacters: ImportLimits.addressCharacters, &faults)
        let place = cells.place(.near(village), &faults)
        let contacts = contacts(of: cells, &faults)
        let notes = cells.lines(.notes, limitCharacters: ImportLimits.noteCharacters, &faults)
        guard faults.total == before, let village else { return nil }
        return HouseholdRecord(
            id: id,
            name: name,
            phone: phone,
            villageCode: village.code,
            address: address,
            coordinate: place,
            contacts: contacts,
            notes: notes
        )
    }

    /// In their order; the first is the first to be asked.
    private func contacts(of cells: RosterCells<HouseholdColumn>, _ faults: inout LineFaults) -> [MemberID] {
        let ids = cells[.contacts].listed.map { MemberID($0) }
        guard ids.count <= ImportLimits.contacts else {
            cells.note(.contacts, "must name at most \(ImportLimits.contacts) members, names \(ids.count)", in: &faults)
            return []
        }
        var seen: Set<MemberID> = []
        for id in ids {
            if !knowledge.memberIDs.contains(id) {
                cells.note(.contacts, knowledge.unknownMemberAdvice(id), value: id.text, in: &faults)
            } else if !seen.insert(id).inserted {
                cells.note(.contacts, "is named twice; each contact must be there once", value: id.text, in: &faults)
            }
        }
        return ids
    }
}
