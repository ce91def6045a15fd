import DispatchCore
import DispatchService
import DispatchWire

/// Puts what keeps near members from being asked in the words of the API.
enum ExplanationPresenter {
    /// - Parameter names: Of those whose names the caller may see.
    static func view(
        _ id: DispatchCore.RequestID,
        _ near: [Board.NearMember],
        names: [MemberID: String],
        at now: Timestamp,
        _ clock: ServiceClock
    ) -> Explanation {
        Explanation(
            requestId: id.description,
            at: clock.wire(now),
            members: near.map { view($0, name: names[$0.approach.memberID], clock) }
        )
    }

    private static func view(_ near: Board.NearMember, name: String?, _ clock: ServiceClock) -> Explanation.Near {
        var view = Explanation.Near(
            memberId: near.approach.memberID.text,
            memberName: name,
            distanceMeters: Int(nearest: near.approach.distanceMeters),
            etaSeconds: Int(nearest: near.approach.etaSeconds)
        )
        switch near.obstacle {
        case nil: break
        case .offDuty: view.reason = .offDuty
        case .away(let until): (view.reason, view.until) = (.away, WireTime(until))
        case .busy(let numbers): (view.reason, view.requests) = (.busy, numbers)
        case .unreachable: view.reason = .unreachable
        case .lacksCapability(let words): (view.reason, view.lacks) = (.lacksCapability, words)
        case .exempt: view.reason = .exempt
        case .quietHours(let hours): (view.reason, view.quietHours) = (.quietHours, hours.text)
        case .resting(let until): (view.reason, view.until) = (.resting, clock.wire(until))
        case .capped(let alerts): (view.reason, view.alerts) = (.capped, alerts)
        case .askedBefore(let state): (view.reason, view.offerState) = (.askedBefore, OfferView.State(state))
        case .askedElsewhere: view.reason = .askedElsewhere
        case .contactsFirst: view.reason = .contactsFirst
        case .noGain(let gain, let cost):
            view.reason = .noGain
            view.gainSeconds = RequestPresenter.rounded(gain, 10)
            view.costSeconds = RequestPresenter.rounded(cost, 10)
        case .othersFirst: view.reason = .othersFirst
        case .nobodyWanted: view.reason = .nobodyWanted
        }
        return view
    }
}
