import DispatchCore
import DispatchWire

/// The words of the model and those of the wire are the same; the types are not, so that either side can stand alone.
extension RequestView.State {
    init(_ state: HelpRequest.State) {
        switch state {
        case .open: self = .open
        case .covered: self = .covered
        case .onScene: self = .onScene
        case .cleared: self = .cleared
        case .closed: self = .closed
        case .cancelled: self = .cancelled
        case .unanswered: self = .unanswered
        }
    }
}

extension RequestView.Urgency {
    init(_ urgency: Urgency) {
        switch urgency {
        case .immediate: self = .immediate
        case .urgent: self = .urgent
        case .routine: self = .routine
        case .scheduled: self = .scheduled
        }
    }
}

extension SeatView.State {
    init(_ state: Seat.State) {
        switch state {
        case .open: self = .open
        case .filled: self = .filled
        case .cleared: self = .cleared
        case .cancelled: self = .cancelled
        }
    }
}

extension OfferView.State {
    init(_ state: Offer.State) {
        switch state {
        case .pending: self = .pending
        case .accepted: self = .accepted
        case .declined: self = .declined
        case .expired: self = .expired
        case .withdrawn: self = .withdrawn
        case .undeliverable: self = .undeliverable
        }
    }
}

extension AssignmentView.State {
    init(_ state: Assignment.State) {
        switch state {
        case .accepted: self = .accepted
        case .enRoute: self = .enRoute
        case .onScene: self = .onScene
        case .transporting: self = .transporting
        case .atFacility: self = .atFacility
        case .admitted: self = .admitted
        case .discharged: self = .discharged
        case .cleared: self = .cleared
        case .released: self = .released
        case .noShow: self = .noShow
        case .stoodDown: self = .stoodDown
        }
    }
}
