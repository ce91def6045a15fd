/// A moment at which something on the board must be looked at.
struct ScheduledMoment: Comparable, Sendable {
    enum Subject: Hashable, Sendable {
        case request(RequestID)
        case member(MemberID)
    }

    let at: Timestamp
    /// Urgency rank: among moments that have come, the more urgent request goes first.
    let rank: Int
    let subject: Subject

    static func < (left: Self, right: Self) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.rank != right.rank { return left.rank < right.rank }
        switch (left.subject, right.subject) {
        case (.request(let left), .request(let right)): return left < right
        case (.request, .member): return true
        case (.member, .request): return false
        case (.member(let left), .member(let right)): return left < right
        }
    }
}
