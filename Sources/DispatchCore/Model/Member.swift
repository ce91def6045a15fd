package import Geospatial

/// A responder as the board knows them: where they are, what they can do, whether they can be asked.
///
/// Name and phone are not here: the core decides without them.
package struct Member: Equatable, Sendable {
    /// Enough for the largest clinic of a county.
    package static let capacityLimit = 100

    package let id: MemberID
    package let villageCode: String
    package let home: Coordinate
    /// What they bring, as bits of the roster's `CapabilityVocabulary`.
    package let capabilities: UInt64
    package let transport: Transport
    /// The endpoint that notices go to; nil means “ring by hand”, and no offer is ever made to them by the daemon.
    package let endpointID: Int64?
    /// Where what does not arrive there goes.
    package let fallbackEndpointID: Int64?
    /// How many assignments they can hold at once: 1 for a person, more for an organisation with several people or
    /// vehicles. Range 1…`capacityLimit`.
    package let capacity: Int
    /// When they are not to be called, except for what is immediate.
    package let quietHours: QuietHours?
    /// Categories they are never asked for.
    package let exemptCategories: [String]

    /// What they have done so far, for how likely they come and how often they were asked.
    package internal(set) var history: MemberHistory

    /// Where they last said they were; nil means at home. Not journaled.
    package var position: Coordinate?
    package var isOnDuty: Bool
    /// Away until then, whatever `isOnDuty` says; nil means not away.
    package var awayUntil: WallTime?

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
        fallbackEndpointID: Int64? = nil,
        capacity: Int = 1,
        quietHours: QuietHours? = nil,
        exemptCategories: [String] = [],
        history: MemberHistory = MemberHistory(),
        position: Coordinate? = nil,
        isOnDuty: Bool = true,
        awayUntil: WallTime? = nil
    ) {
        self.id = id
        self.villageCode = villageCode
        self.home = home
        self.capabilities = capabilities
        self.transport = transport
        self.endpointID = endpointID
        self.fallbackEndpointID = fallbackEndpointID
        self.capacity = capacity
        self.quietHours = quietHours
        self.exemptCategories = exemptCategories
        self.history = history
        self.position = position
        self.isOnDuty = isOnDuty
        self.awayUntil = awayUntil
    }

    /// Where they start from when they are called.
    package var whereabouts: Coordinate { position ?? home }

    /// Whether they can take one more assignment.
    /// In the order in which they are tried.
    var endpointIDs: [Int64] { [endpointID, fallbackEndpointID].compactMap(\.self) }

    package var isFree: Bool { busyAssignmentCount < capacity }

    /// On duty, not away and not occupied by assignments.
    package var isAvailable: Bool { isOnDuty && awayUntil == nil && isFree }
}
