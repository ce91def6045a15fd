package import Geospatial

/// Villages and members in force, with the index that finds the nearest members who can be asked.
package struct Roster: Sendable {
    /// What an import or the tables say of a member.
    package struct Entry: Sendable {
        package let id: MemberID
        package let villageCode: String
        /// nil: the village's point.
        package let home: Coordinate?
        package let capabilities: [String]
        package let transport: Transport
        package let endpointID: Int64?
        /// Where what does not arrive there goes.
        package let fallbackEndpointID: Int64?
        package let capacity: Int
        package let quietHours: QuietHours?
        package let exemptCategories: [String]
        package var history: MemberHistory
        package var position: Coordinate?
        package var isOnDuty: Bool
        package var awayUntil: WallTime?

        package init(
            id: MemberID,
            villageCode: String,
            home: Coordinate? = nil,
            capabilities: [String] = [],
            transport: Transport = .walk,
            endpointID: Int64? = nil,
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
    }

    /// Ordered by code.
    package let villages: [Village]
    /// Ordered by id; one for each level and code.
    package let desks: [Desk]
    /// Endpoints that nothing is sent to.
    package private(set) var disabledEndpoints: [Int64: DisabledEndpoint]
    /// Endpoints where the last message or test did not arrive, and since when.
    package private(set) var unreachedEndpoints: [Int64: Timestamp]
    private let villageOfCode: [String: Int]
    /// By slot, which is also the slot in the index.
    package private(set) var members: [Member]
    private var slotOfMember: [MemberID: Int]
    private var index: NearestIndex
    package let vocabulary: CapabilityVocabulary

    package init() {
        self.init(villages: [], entries: [], desks: [])
    }

    /// Builds the roster and its index.
    ///
    /// An entry whose village is unknown, that is listed twice or that has more capability words than the vocabulary
    /// takes is left out: the import and the schema keep such entries away.
    package init(
        villages: [Village],
        entries: [Entry],
        desks: [Desk] = [],
        disabledEndpoints: [Int64: DisabledEndpoint] = [:],
        unreachedEndpoints: [Int64: Timestamp] = [:]
    ) {
        self.disabledEndpoints = disabledEndpoints
        self.unreachedEndpoints = unreachedEndpoints
        self.villages = villages.sorted { $0.code < $1.code }
        self.desks = desks.sorted { $0.id < $1.id }
        var villageOfCode: [String: Int] = [:]
        for (position, village) in self.villages.enumerated() { villageOfCode[village.code] = position }
        self.villageOfCode = villageOfCode

        var vocabulary = CapabilityVocabulary()
        var members: [Member] = []
        var slotOfMember: [MemberID: Int] = [:]
        members.reserveCapacity(entries.count)
        slotOfMember.reserveCapacity(entries.count)
        for entry in entries {
            guard let village = villageOfCode[entry.villageCode], slotOfMember[entry.id] == nil,
                let capabilities = vocabulary.intern(entry.capabilities)
            else { continue }
            slotOfMember[entry.id] = members.count
            members.append(
                Member(
                    id: entry.id,
                    villageCode: entry.villageCode,
                    home: entry.home ?? self.villages[village].coordinate,
                    capabilities: capabilities,
                    transport: entry.transport,
                    endpointID: entry.endpointID,
                    fallbackEndpointID: entry.fallbackEndpointID,
                    capacity: entry.capacity,
                    quietHours: entry.quietHours,
                    exemptCategories: entry.exemptCategories,
                    history: entry.history,
                    position: entry.position,
                    isOnDuty: entry.isOnDuty,
                    awayUntil: entry.awayUntil
                )
            )
        }
        self.vocabulary = vocabulary
        self.members = members
        self.slotOfMember = slotOfMember
        index = NearestIndex(members.map { ($0.whereabouts, Self.traits(of: $0, disabledEndpoints)) })
    }

    package func village(_ code: String) -> Village? {
        villageOfCode[code].map { villages[$0] }
    }

    /// The code of the township that a member lives in.
    package func township(of member: Member) -> String? {
        village(member.villageCode)?.townshipCode
    }

    package func desk(_ id: DeskID) -> Desk? {
        desks.first { $0.id == id }
    }

    /// The desk that answers for a village at this level; nil when there is none.
    ///
    /// The county's answers also for a village that has left the list since somebody called from there.
    func desk(_ level: Desk.Level, ofVillage villageCode: String, countyCode: String) -> Desk? {
        let code =
            switch level {
            case .branch: villageCode
            case .township: village(villageCode)?.townshipCode
            case .county: countyCode
            }
        return desks.first { $0.level == level && $0.code == code }
    }

    package func member(_ id: MemberID) -> Member? {
        slotOfMember[id].map { members[$0] }
    }

    /// Changes a member and what the index knows of them; nothing happens for one who is not on the roster.
    mutating func update(_ id: MemberID, _ change: (inout Member) -> Void) {
        guard let slot = slotOfMember[id] else { return }
        let whereabouts = members[slot].whereabouts
        change(&members[slot])
        if members[slot].whereabouts != whereabouts { index.move(slot, to: members[slot].whereabouts) }
        index.setTraits(Self.traits(of: members[slot], disabledEndpoints), at: slot)
    }

    /// Takes a member out. The index is built anew, some milliseconds for the largest county.
    mutating func remove(_ id: MemberID) {
        guard let slot = slotOfMember[id] else { return }
        members.remove(at: slot)
        slotOfMember = Dictionary(members.enumerated().map { ($1.id, $0) }) { first, _ in first }
        index = NearestIndex(members.map { ($0.whereabouts, Self.traits(of: $0, disabledEndpoints)) })
    }

    /// Where notices for this member go; nil when they can only be rung.
    package func endpointID(of member: Member) -> Int64? {
        member.endpointIDs.first { disabledEndpoints[$0] == nil }
    }

    /// Where notices for this desk go; nil when it can only be rung.
    func endpointID(of desk: Desk) -> Int64? {
        desk.endpointID.flatMap { disabledEndpoints[$0] == nil ? $0 : nil }
    }

    /// Whether it is doubtful that a notice would get to this member: at none of their endpoints has the last one arrived.
    func isDoubtful(_ member: Member) -> Bool {
        let enabled = member.endpointIDs.filter { disabledEndpoints[$0] == nil }
        return !enabled.isEmpty && enabled.allSatisfy { unreachedEndpoints[$0] != nil }
    }

    mutating func setEndpoint(_ id: Int64, unreachedSince time: Timestamp?) {
        unreachedEndpoints[id] = time
    }

    /// Switches an endpoint off, or on again with nil.
    mutating func setEndpoint(_ id: Int64, disabled: DisabledEndpoint?) {
        disabledEndpoints[id] = disabled
        for member in members where member.endpointIDs.contains(id) { update(member.id) { _ in } }
    }

    /// Takes duty, absence, position, occupation and endpoints that are switched off over from the roster that this one replaces.
    mutating func inherit(from old: Roster) {
        let changed = Set(disabledEndpoints.keys).symmetricDifference(old.disabledEndpoints.keys)
        disabledEndpoints = old.disabledEndpoints
        unreachedEndpoints = old.unreachedEndpoints
        for member in members where member.endpointIDs.contains(where: changed.contains) { update(member.id) { _ in } }
        for member in old.members {
            update(member.id) {
                $0.isOnDuty = member.isOnDuty
                $0.awayUntil = member.awayUntil
                $0.position = member.position
                $0.history = member.history
                $0.pendingOfferCount = member.pendingOfferCount
                $0.busyAssignmentCount = member.busyAssignmentCount
            }
        }
    }
}

/// What the index knows of a member, as bits.
extension Roster {
    private static var available: UInt64 { 1 << 63 }
    private static var unasked: UInt64 { 1 << 62 }
    private static var reachable: UInt64 { 1 << 61 }

    private static func bit(_ transport: Transport) -> UInt64 {
        switch transport {
        case .walk: 1 << 60
        case .bicycle: 1 << 59
        case .ebike: 1 << 58
        case .car: 1 << 57
        }
    }

    /// No bit at all for a member who is not available, so that the search skips them by whole regions.
    private static func traits(of member: Member, _ disabled: [Int64: DisabledEndpoint]) -> UInt64 {
        guard member.isAvailable else { return 0 }
        var traits = available | bit(member.transport) | member.capabilities
        if member.pendingOfferCount == 0 { traits |= unasked }
        if member.endpointIDs.contains(where: { disabled[$0] == nil }) { traits |= reachable }
        return traits
    }
}

extension Roster {
    /// A member and how they would get there.
    package struct Approach: Equatable, Sendable {
        package let memberID: MemberID
        package let distanceMeters: Double
        package let etaSeconds: Double
    }

    /// Whom a search may find.
    package struct Scope: Sendable {
        /// Capability words, all of which a member must have.
        package var requires: [String]
        /// Only members who hold no pending offer.
        package var isUnaskedOnly: Bool
        /// Only members with an endpoint.
        package var isReachableOnly: Bool

        package init(requires: [String] = [], isUnaskedOnly: Bool = false, isReachableOnly: Bool = false) {
            self.requires = requires
            self.isUnaskedOnly = isUnaskedOnly
            self.isReachableOnly = isReachableOnly
        }
    }

    private func mask(_ scope: Scope) -> UInt64? {
        guard var mask = vocabulary.mask(of: scope.requires) else { return nil }
        mask |= Self.available
        if scope.isUnaskedOnly { mask |= Self.unasked }
        if scope.isReachableOnly { mask |= Self.reachable }
        return mask
    }

    /// The nearest available members by distance.
    package func nearest(to point: Coordinate, count: Int, in scope: Scope, travel: TravelModel) -> [Approach] {
        guard let mask = mask(scope) else { return [] }
        return index.nearest(to: point, count: count, requiring: mask).map { approach($0, travel: travel) }
    }

    /// The same, of those who are wanted.
    package func nearest(
        to point: Coordinate,
        count: Int,
        in scope: Scope,
        travel: TravelModel,
        where isWanted: (Member) -> Bool
    ) -> [Approach] {
        guard let mask = mask(scope) else { return [] }
        return index.nearest(to: point, count: count, requiring: mask) { isWanted(members[$0]) }
            .map { approach($0, travel: travel) }
    }

    /// The nearest members by distance, whatever they do.
    func nearestOfAll(to point: Coordinate, count: Int, travel: TravelModel) -> [Approach] {
        index.nearest(to: point, count: count, requiring: 0).map { approach($0, travel: travel) }
    }

    /// Whether a member has this capability.
    func has(_ word: String, _ member: Member) -> Bool {
        vocabulary.mask(of: [word]).map { member.capabilities & $0 == $0 } ?? false
    }

    /// The available members who would be there first.
    ///
    /// Within one means of travel the nearest is the first to arrive, so the best of each are merged.
    package func firstToArrive(
        at point: Coordinate,
        count: Int,
        in scope: Scope,
        travel: TravelModel,
        where isWanted: (Member) -> Bool
    ) -> [Approach] {
        guard count > 0, let mask = mask(scope) else { return [] }
        var found: [Approach] = []
        for transport in Transport.allCases {
            let nearest = index.nearest(to: point, count: count, requiring: mask | Self.bit(transport)) {
                isWanted(members[$0])
            }
            found += nearest.map { approach($0, travel: travel) }
        }
        found.sort(by: Approach.isBetter)
        return Array(found.prefix(count))
    }

    /// How this member would get there, wherever they are and whatever they do; nil when they are not on the roster.
    package func approach(of id: MemberID, to point: Coordinate, travel: TravelModel) -> Approach? {
        guard let member = member(id) else { return nil }
        let distance = member.whereabouts.distanceMeters(to: point)
        return Approach(
            memberID: id,
            distanceMeters: distance,
            etaSeconds: travel.etaSeconds(distanceMeters: distance, by: member.transport)
        )
    }

    /// Whether this member is available, has what is required and can be reached.
    package func isEligible(_ id: MemberID, in scope: Scope) -> Bool {
        guard let member = member(id), let mask = mask(scope) else { return false }
        return Self.traits(of: member, disabledEndpoints) & mask == mask
    }

    private func approach(_ neighbor: Neighbor, travel: TravelModel) -> Approach {
        let member = members[neighbor.slot]
        return Approach(
            memberID: member.id,
            distanceMeters: neighbor.distanceMeters,
            etaSeconds: travel.etaSeconds(distanceMeters: neighbor.distanceMeters, by: member.transport)
        )
    }
}

extension Roster.Approach {
    /// The earlier arrival first; among equals the smaller id, so that every run chooses alike.
    static func isBetter(_ left: Self, _ right: Self) -> Bool {
        (left.etaSeconds, left.memberID) < (right.etaSeconds, right.memberID)
    }
}
