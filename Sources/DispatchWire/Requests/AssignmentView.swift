/// A member holding a seat, with the times of the steps taken.
package struct AssignmentView: Hashable, Sendable, Codable {
    package var id: String
    package var memberId: String
    /// Shown, as the phone, to those whose role may see it.
    package var memberName: String?
    package var memberPhone: String?
    /// Id of the seat.
    package var seat: String
    package var state: State
    package var primary: Bool
    package var acceptedAt: WireTime
    package var enRouteAt: WireTime?
    package var onSceneAt: WireTime?
    package var transportingAt: WireTime?
    package var atFacilityAt: WireTime?
    package var admittedAt: WireTime?
    package var dischargedAt: WireTime?
    package var clearedAt: WireTime?
    /// When it ended in another way: released, no-show or stood down.
    package var endedAt: WireTime?

    package init(
        id: String,
        memberId: String,
        memberName: String? = nil,
        memberPhone: String? = nil,
        seat: String,
        state: State,
        primary: Bool,
        acceptedAt: WireTime,
        enRouteAt: WireTime? = nil,
        onSceneAt: WireTime? = nil,
        transportingAt: WireTime? = nil,
        atFacilityAt: WireTime? = nil,
        admittedAt: WireTime? = nil,
        dischargedAt: WireTime? = nil,
        clearedAt: WireTime? = nil,
        endedAt: WireTime? = nil
    ) {
        self.id = id
        self.memberId = memberId
        self.memberName = memberName
        self.memberPhone = memberPhone
        self.seat = seat
        self.state = state
        self.primary = primary
        self.acceptedAt = acceptedAt
        self.enRouteAt = enRouteAt
        self.onSceneAt = onSceneAt
        self.transportingAt = transportingAt
        self.atFacilityAt = atFacilityAt
        self.admittedAt = admittedAt
        self.dischargedAt = dischargedAt
        self.clearedAt = clearedAt
        self.endedAt = endedAt
    }

    /// Where an assignment stands.
    package enum State: String, CaseIterable, Codable, Sendable {
        case accepted
        case enRoute = "en-route"
        case onScene = "on-scene"
        case transporting
        case atFacility = "at-facility"
        case admitted
        case discharged
        case cleared
        case released
        case noShow = "no-show"
        case stoodDown = "stood-down"
    }
}
