import CurlTransport
package import DispatchCore
package import DispatchStore

/// Whether somebody on a group's page is the member they claim to be: by the last four digits of that member's phone.
///
/// Everybody in the group holds the link, so a guess must not come cheap: after five wrong ones the name is locked on that
/// link for ten minutes, for everybody, whatever address they call from, since whole mobile networks share one. A wrong
/// claim counts before anything is waited for, so that guesses sent at once count all.
package final class IdentityCheck: Sendable {
    package enum Verdict: Equatable, Sendable {
        case right
        /// To be recorded, so that a restart does not forget it.
        case wrong(IdentityClaim)
        case locked(until: Timestamp)
    }

    package static let wrongClaimLimit = 5
    /// Also how long a wrong claim is remembered after the last.
    package static let lockSeconds = 600
    /// Names remembered. When it is full nobody is let in: every name of every group called today would have to be guessed at.
    static let memoryLimit = 100_000

    private let claims: Locked<[IdentityClaim.Subject: IdentityClaim]>

    /// - Parameter claims: what an earlier run recorded.
    package init(_ claims: [IdentityClaim]) {
        self.claims = Locked(Dictionary(claims.map { ($0.subject, $0) }) { $1 })
    }

    package func judge(
        _ typed: String,
        against phone: String,
        claiming subject: IdentityClaim.Subject,
        at now: Timestamp
    ) -> Verdict {
        claims.withLock { claims in
            let earlier = claims[subject].flatMap { Self.isOver($0, at: now) ? nil : $0 }
            if let earlier, earlier.wrongCount >= Self.wrongClaimLimit { return .locked(until: Self.end(of: earlier)) }
            if claims.count >= Self.memoryLimit, earlier == nil {
                claims = claims.filter { !Self.isOver($0.value, at: now) }
                guard claims.count < Self.memoryLimit else {
                    return .locked(until: now.adding(seconds: Self.lockSeconds))
                }
            }
            guard !PhoneNumber.isEnd(typed, of: phone) else {
                claims[subject] = nil
                return .right
            }
            let claim = IdentityClaim(subject: subject, wrongCount: (earlier?.wrongCount ?? 0) + 1, lastAt: now)
            claims[subject] = claim
            return .wrong(claim)
        }
    }

    private static func end(of claim: IdentityClaim) -> Timestamp { claim.lastAt.adding(seconds: lockSeconds) }

    private static func isOver(_ claim: IdentityClaim, at now: Timestamp) -> Bool { end(of: claim) <= now }
}
