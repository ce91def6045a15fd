package import Geospatial

/// A responder as the board knows them: where they are, what they can do, whether they can be asked.
///
/// Name and phone are not here: the core decides without them.
package struct Member: Equatable, Sendable {
    package let id: MemberID
    package let villageCode: String
    package let home: Coordinate
    /// What they bring, as bits of the roster's `CapabilityVocabulary`.
    package let capabilities: UInt64
    package let transport: Transport
    /// The endpoint that notices go to; nil means “ring by hand”, and no offer is ever made to them by the daemon.
    package let endpointID: Int64?

    /// Where they last said they were; nil means at home. Not journaled.
    package var position: Coordinate?
    package var isOnDuty: Bool
    /// Away until then, whatever `isOnDuty` says; nil means not away.
    package var awayUntil: Timestamp?

    /// Pending offers they hold, derived from the requests.
    package internal(set) var pendingOfferCount = 0
    /// Assignments that occupy them, derived from the requests.
    package internal(set) var busyAssignmentCount = 0

    package init(
        id: MemberID,
        villageCode: String,
        home: Coordinate,
        capabilities: UInt64,
        transport: Transport,
        endpointID: Int64?,
        position: Coordinate? = nil,
        isOnDuty: Bool = true,
        awayUntil: Timestamp? = nil
    ) {
        self.id = id
        self.villageCode = villageCode
        self.home = home
        self.capabilities = capabilities
        self.transport = transport
        self.endpointID = endpointID
        self.position = position
        self.isOnDuty = isOnDuty
        self.awayUntil = awayUntil
    }

    /// Where they start from when they are called.
    package var whereabouts: Coordinate { position ?? home }

    /// On duty, not away and not occupied by an assignment.
    package var isAvailable: Bool { isOnDuty && awayUntil == nil && busyAssignmentCount == 0 }
}
