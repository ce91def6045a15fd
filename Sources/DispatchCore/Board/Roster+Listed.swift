extension Roster {
    /// The same members as a list brings them: on duty, at home, with nothing to do. Where a replay begins.
    package var asListed: Roster { made([:], [:]) { _ in } }

    /// The same members as the tables know them; what they hold follows from the requests. Where a start begins.
    package var asStored: Roster {
        made(disabledEndpoints, unreachedEndpoints) { entry in
            guard let member = member(entry.id) else { return }
            entry.history = member.history
            entry.position = member.position
            entry.isOnDuty = member.isOnDuty
            entry.awayUntil = member.awayUntil
        }
    }

    private func made(
        _ disabled: [Int64: DisabledEndpoint],
        _ unreached: [Int64: Timestamp],
        _ change: (inout Entry) -> Void
    ) -> Roster {
        Roster(
            villages: villages,
            entries: members.map { member in
                var entry = Entry(
                    id: member.id,
                    villageCode: member.villageCode,
                    home: member.home,
                    capabilities: vocabulary.words(of: member.capabilities),
                    transport: member.transport,
                    endpointID: member.endpointID,
                    fallbackEndpointID: member.fallbackEndpointID,
                    capacity: member.capacity,
                    quietHours: member.quietHours,
                    exemptCategories: member.exemptCategories
                )
                change(&entry)
                return entry
            },
            desks: desks,
            disabledEndpoints: disabled,
            unreachedEndpoints: unreached
        )
    }
}
