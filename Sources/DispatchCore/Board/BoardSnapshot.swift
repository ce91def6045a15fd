package import Geospatial

/// What a board holds, in an order that does not depend on how it came to hold it.
///
/// Two boards that tell the same story give equal snapshots, whether one lived through it, replayed its journal or read
/// it from tables. What is derived afresh at a start (moments, attention) is not part of it.
package struct BoardSnapshot: Equatable {
    package struct Person: Equatable {
        package let id: MemberID
        package let villageCode: String
        package let home: Coordinate
        package let words: [String]
        package let transport: Transport
        package let endpointID: Int64?
        package let fallbackEndpointID: Int64?
        package let capacity: Int
        package let quietHours: QuietHours?
        package let exemptCategories: [String]
        package let history: MemberHistory
        package let position: Coordinate?
        package let isOnDuty: Bool
        package let awayUntil: WallTime?
        package let pendingOfferCount: Int
        package let busyAssignmentCount: Int
    }

    package let position: Int64
    package let lastEventAt: Timestamp
    package let wallOffsetMilliseconds: Int64
    package let lastNumbers: [Int: Int]
    package let openRequestCount: Int
    package let learning: Learning
    package let requests: [HelpRequest]
    package let members: [Person]
    package let villages: [Village]
    package let desks: [Desk]
    package let disabledEndpoints: [Int64: DisabledEndpoint]
    package let unreachedEndpoints: [Int64: Timestamp]

    /// - Parameters:
    ///   - isJournalOnly: Leaves out where members say they are, which no journal carries.
    ///   - hasPeople: Whether members and what was learned of them are part of it. A journal is replayed onto the lists in
    ///     force; where others were in force meanwhile it does not tell how members came to what is known of them.
    package init(_ board: Board, isJournalOnly: Bool = false, hasPeople: Bool = true) {
        position = board.position
        lastEventAt = board.lastEventAt
        wallOffsetMilliseconds = board.wallOffsetMilliseconds
        lastNumbers = board.lastNumbers
        openRequestCount = board.openRequestCount
        learning = hasPeople ? board.learning : Learning()
        requests = board.requests.values.sorted { $0.id < $1.id }.map(\.inOrder)
        let vocabulary = board.roster.vocabulary
        let people = hasPeople ? board.roster.members : []
        members = people.sorted { $0.id < $1.id }.map { member in
            Person(
                id: member.id,
                villageCode: member.villageCode,
                home: member.home,
                words: vocabulary.words(of: member.capabilities),
                transport: member.transport,
                endpointID: member.endpointID,
                fallbackEndpointID: member.fallbackEndpointID,
                capacity: member.capacity,
                quietHours: member.quietHours,
                exemptCategories: member.exemptCategories,
                history: member.history,
                position: isJournalOnly ? nil : member.position,
                isOnDuty: member.isOnDuty,
                awayUntil: member.awayUntil,
                pendingOfferCount: member.pendingOfferCount,
                busyAssignmentCount: member.busyAssignmentCount
            )
        }
        villages = board.roster.villages
        desks = board.roster.desks
        disabledEndpoints = board.roster.disabledEndpoints
        unreachedEndpoints = board.roster.unreachedEndpoints
    }

    /// The first difference in words, for the message of a failing test; nil when they are equal.
    package func difference(from other: Self) -> String? {
        if self == other { return nil }
        if (position, lastEventAt.milliseconds) != (other.position, other.lastEventAt.milliseconds) {
            return "at \(position), \(lastEventAt) and \(other.position), \(other.lastEventAt)"
        }
        if wallOffsetMilliseconds != other.wallOffsetMilliseconds {
            return "wall clock ahead by \(wallOffsetMilliseconds) and \(other.wallOffsetMilliseconds) ms"
        }
        if lastNumbers != other.lastNumbers { return "numbers \(lastNumbers) and \(other.lastNumbers)" }
        if requests.map(\.id) != other.requests.map(\.id) {
            return "requests \(requests.map(\.id)) and \(other.requests.map(\.id))"
        }
        for (left, right) in zip(requests, other.requests) where left != right { return "\(left)\nand\n\(right)" }
        if members.map(\.id) != other.members.map(\.id) {
            return "members \(members.map(\.id)) and \(other.members.map(\.id))"
        }
        for (left, right) in zip(members, other.members) where left != right { return "\(left)\nand\n\(right)" }
        if villages != other.villages { return "other villages" }
        if desks != other.desks { return "other desks" }
        if disabledEndpoints != other.disabledEndpoints { return "other endpoints are switched off" }
        if unreachedEndpoints != other.unreachedEndpoints { return "other endpoints are not reached" }
        if learning != other.learning { return "learned \(learning)\nand\n\(other.learning)" }
        return "\(openRequestCount) and \(other.openRequestCount) open requests"
    }
}

extension HelpRequest {
    /// The same request with its offers and assignments in the order of their ids.
    fileprivate var inOrder: HelpRequest {
        HelpRequest(
            id: id,
            number: number,
            day: day,
            category: category,
            urgency: urgency,
            place: place,
            householdID: householdID,
            contacts: contacts,
            createdAt: createdAt,
            scheduledFor: scheduledFor,
            dispatchAt: dispatchAt,
            seats: seats,
            offers: offers.sorted { $0.id < $1.id },
            assignments: assignments.sorted { $0.id < $1.id },
            whistles: whistles.sorted { $0.id < $1.id },
            uncoveredSince: uncoveredSince,
            unansweredAt: unansweredAt,
            firstArrivalAt: firstArrivalAt,
            closedAt: closedAt,
            cancelledAt: cancelledAt,
            grade: grade
        )
    }
}
