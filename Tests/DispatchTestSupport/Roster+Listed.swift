package import DispatchCore

extension Roster {
    /// The same members as a list brings them: on duty, at home, with nothing to do. Where a replay begins.
    package var asListed: Roster {
        Roster(
            villages: villages,
            entries: members.map { member in
                Entry(
                    id: member.id,
                    villageCode: member.villageCode,
                    home: member.home,
                    capabilities: SmallCounty.words.filter { word in
                        vocabulary.mask(of: [word]).map { member.capabilities & $0 != 0 } ?? false
                    },
                    transport: member.transport,
                    endpointID: member.endpointID,
                    capacity: member.capacity,
                    quietHours: member.quietHours,
                    exemptCategories: member.exemptCategories
                )
            },
            desks: desks
        )
    }
}
