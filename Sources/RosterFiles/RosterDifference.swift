package import DispatchCore
package import DispatchStore

/// What an import would do to a list: which ids are new, changed, the same, and no longer there.
///
/// The same file again has nothing added or changed. What is missing is only taken away when the administrator asks
/// for it.
package struct RosterDifference<ID: Hashable & Sendable>: Equatable, Sendable {
    /// In the order of the new list, as are `changed`.
    package let added: [ID]
    package let changed: [ID]
    package let unchangedCount: Int
    /// In the order of the list in force.
    package let missing: [ID]

    /// Compares two lists, in each of which every id stands once.
    package init<Record: Equatable>(new: [Record], inForce: [Record], id: (Record) -> ID) {
        var recordInForce: [ID: Record] = [:]
        recordInForce.reserveCapacity(inForce.count)
        for record in inForce { recordInForce[id(record)] = record }

        var added: [ID] = []
        var changed: [ID] = []
        var listed: Set<ID> = []
        listed.reserveCapacity(new.count)
        for record in new {
            let recordID = id(record)
            listed.insert(recordID)
            guard let old = recordInForce[recordID] else {
                added.append(recordID)
                continue
            }
            if old != record { changed.append(recordID) }
        }
        self.added = added
        self.changed = changed
        unchangedCount = new.count - added.count - changed.count
        missing = inForce.map(id).filter { !listed.contains($0) }
    }

    /// Whether the new list brings nothing; it may still leave something out.
    package var changesNothing: Bool { added.isEmpty && changed.isEmpty }
}

extension RosterDifference<String> {
    package init(villages new: [Village], inForce: [Village]) {
        self.init(new: new, inForce: inForce, id: \.code)
    }

    package init(households new: [HouseholdRecord], inForce: [HouseholdRecord]) {
        self.init(new: new, inForce: inForce, id: \.id)
    }
}

extension RosterDifference<MemberID> {
    package init(members new: [MemberRecord], inForce: [MemberRecord]) {
        self.init(new: new, inForce: inForce, id: \.id)
    }
}
