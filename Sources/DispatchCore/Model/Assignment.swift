/// A member holding a seat.
package struct Assignment: Equatable, Codable, Sendable {
    package enum State: String, CaseIterable, Codable, Sendable {
        case accepted
        case enRoute = "en-route"
        case onScene = "on-scene"
        case transporting
        case atFacility = "at-facility"
        case admitted
        case discharged
        case cleared
        /// They gave the seat back.
        case released
        /// They never set out.
        case noShow = "no-show"
        /// They were told that they are not needed.
        case stoodDown = "stood-down"

        package init(_ step: Step) {
            switch step {
            case .enRoute: self = .enRoute
            case .onScene: self = .onScene
            case .transporting: self = .transporting
            case .atFacility: self = .atFacility
            case .admitted: self = .admitted
            case .discharged: self = .discharged
            case .cleared: self = .cleared
            }
        }

        /// The last step taken; nil before the first one and for those who no longer hold the seat.
        package var step: Step? {
            switch self {
            case .accepted, .released, .noShow, .stoodDown: nil
            case .enRoute: .enRoute
            case .onScene: .onScene
            case .transporting: .transporting
            case .atFacility: .atFacility
            case .admitted: .admitted
            case .discharged: .discharged
            case .cleared: .cleared
            }
        }

        /// Still holding the seat.
        package var isLive: Bool {
            switch self {
            case .accepted, .enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged: true
            case .cleared, .released, .noShow, .stoodDown: false
            }
        }

        /// Cannot be sent elsewhere. From the facility on, a member follows the case without being busy.
        package var occupiesMember: Bool {
            switch self {
            case .accepted, .enRoute, .onScene, .transporting: true
            case .atFacility, .admitted, .discharged, .cleared, .released, .noShow, .stoodDown: false
            }
        }
    }

    /// Why an assignment ended without being cleared.
    package enum Ending: String, Codable, Sendable {
        case released
        case noShow = "no-show"
        case requestCancelled = "request-cancelled"
        /// Somebody else was on scene first.
        case relieved
        /// Others will be there sooner.
        case notNeeded = "not-needed"

        package var state: State {
            switch self {
            case .released: .released
            case .noShow: .noShow
            case .requestCancelled, .relieved, .notNeeded: .stoodDown
            }
        }
    }

    package let id: AssignmentID
    package let offerID: OfferID
    package let seatID: SeatID
    package let memberID: MemberID
    /// Made by an operator, who spoke with the member: no watchdog ends it.
    package let isByHand: Bool
    /// Which of an organisation's people or vehicles goes, from 0; always 0 for a person.
    package internal(set) var unit: Int
    package let acceptedAt: Timestamp

    package internal(set) var state: State = .accepted
    /// The one who holds the seat; others are backups.
    package internal(set) var isPrimary: Bool
    /// Until then the member must have set out; nil once they have, or when made by hand.
    package internal(set) var enRouteDueAt: Timestamp?
    /// Until then the member must be on scene; nil before they set out, once they are there, or when made by hand.
    package internal(set) var onSceneDueAt: Timestamp?
    /// When the member is reminded of the next step; nil when they have been or need not be.
    package internal(set) var nudgeDueAt: Timestamp?
    package internal(set) var enRouteAt: Timestamp?
    package internal(set) var onSceneAt: Timestamp?
    package internal(set) var endedAt: Timestamp?

    package init(
        id: AssignmentID,
        offerID: OfferID,
        seatID: SeatID,
        memberID: MemberID,
        isByHand: Bool,
        unit: Int = 0,
        acceptedAt: Timestamp,
        state: State = .accepted,
        isPrimary: Bool,
        enRouteDueAt: Timestamp? = nil,
        onSceneDueAt: Timestamp? = nil,
        nudgeDueAt: Timestamp? = nil,
        enRouteAt: Timestamp? = nil,
        onSceneAt: Timestamp? = nil,
        endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.offerID = offerID
        self.seatID = seatID
        self.memberID = memberID
        self.isByHand = isByHand
        self.unit = unit
        self.acceptedAt = acceptedAt
        self.state = state
        self.isPrimary = isPrimary
        self.enRouteDueAt = enRouteDueAt
        self.onSceneDueAt = onSceneDueAt
        self.nudgeDueAt = nudgeDueAt
        self.enRouteAt = enRouteAt
        self.onSceneAt = onSceneAt
        self.endedAt = endedAt
    }

    /// On scene, or further with the case.
    package var isThere: Bool { state.isLive && (state.step ?? .enRoute) >= .onScene }

    /// Whether something must come of it by a time.
    var isWatched: Bool { enRouteDueAt != nil || onSceneDueAt != nil || nudgeDueAt != nil }

    mutating func shiftDeadlines(byMilliseconds jump: Int64) {
        enRouteDueAt = enRouteDueAt?.adding(milliseconds: jump)
        onSceneDueAt = onSceneDueAt?.adding(milliseconds: jump)
        nudgeDueAt = nudgeDueAt?.adding(milliseconds: jump)
    }

    /// Until when the next step must have come; nil when nobody watches.
    package var stepDueAt: Timestamp? { enRouteDueAt ?? onSceneDueAt }
}
