import CurlTransport
package import DispatchCore
package import DispatchStore

/// Whether somebody on a group's page is the member they claim to be: by the last four digits of that member's phone.
///
/// Everybody in the group holds the link, so a guess must not come cheap: after five wrong ones the name is locked on that
/// link for ten minutes, for everybody, whatever address they call from, since whole mobile networks share one. A wrong
/// claim counts before anything is waited for, so that guesses sent at once count all. Who tries many names instead meets the
/// link's own count: after twenty wrong claims only whole numbers count there for a while.
package final class IdentityCheck: Sendable {
    package enum Verdict: Equatable, Sendable {
        case right
        /// To be recorded, so that a restart does not forget it.
        case wrong(IdentityClaim)
        /// The end of the number is not enough on this link now; it counts as no try.
        case tooShort
        case locked(until: Timestamp)
    }

    package static let wrongClaimLimit = 5
    /// Wrong claims on one link, whatever the names, after which the last four digits are not enough.
    package static let linkClaimLimit = 20
    /// Also how long a wrong claim is remembered after the last.
    package static let lockSeconds = 600
    /// Names remembered. When it is full nobody is let in: every name of every group called today would have to be guessed at.
    static let memoryLimit = 100_000

    private struct State: Sendable {
        var claims: [IdentityClaim.Subject: IdentityClaim] = [:]
        /// Wrong claims on each link since the last pause of `lockSeconds`.
        var links: [GroupCall: (count: Int, lastAt: Timestamp)] = [:]

        mutating func count(_ group: GroupCall, _ number: Int, at time: Timestamp) {
            let earlier = links[group].flatMap { isOver($0.lastAt, at: time) ? nil : $0 }
            links[group] = ((earlier?.count ?? 0) + number, max(earlier?.lastAt ?? time, time))
        }
    }

    private let state: Locked<State>

    /// - Parameter claims: what an earlier run recorded.
    package init(_ claims: [IdentityClaim]) {
        var state = State()
        for claim in claims {
            state.claims[claim.subject] = claim
            state.count(claim.subject.group, claim.wrongCount, at: claim.lastAt)
        }
        self.state = Locked(state)
    }

    package func judge(
        _ typed: String,
        against phone: String,
        claiming subject: IdentityClaim.Subject,
        at now: Timestamp
    ) -> Verdict {
        state.withLock { state in
            let earlier = state.claims[subject].flatMap { isOver($0.lastAt, at: now) ? nil : $0 }
            if let earlier, earlier.wrongCount >= Self.wrongClaimLimit {
                return .locked(until: earlier.lastAt.adding(seconds: Self.lockSeconds))
            }
            if state.claims.count >= Self.memoryLimit, earlier == nil {
                state.claims = state.claims.filter { !isOver($0.value.lastAt, at: now) }
                state.links = state.links.filter { !isOver($0.value.lastAt, at: now) }
                guard state.claims.count < Self.memoryLimit else {
                    return .locked(until: now.adding(seconds: Self.lockSeconds))
                }
            }
            if let link = state.links[subject.group], link.count >= Self.linkClaimLimit, !isOver(link.lastAt, at: now),
                PhoneNumber.digits(typed).count < PhoneNumber.digits(phone).count
            {
                return .tooShort
            }
            guard !PhoneNumber.isEnd(typed, of: phone) else {
                state.claims[subject] = nil
                return .right
            }
            let claim = IdentityClaim(subject: subject, wrongCount: (earlier?.wrongCount ?? 0) + 1, lastAt: now)
            state.claims[subject] = claim
            state.count(subject.group, 1, at: now)
            return .wrong(claim)
        }
    }
}

/// Whether what was last wrong then is forgotten by now.
private func isOver(_ time: Timestamp, at now: Timestamp) -> Bool {
    time.adding(seconds: IdentityCheck.lockSeconds) <= now
}
