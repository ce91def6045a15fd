/// One place to be filled on a request: a role and what it requires.
package struct Seat: Equatable, Codable, Sendable {
    package enum State: String, Codable, Sendable {
        /// Nobody holds it.
        case open
        /// Somebody holds it. → `open` on release or no-show, → `cleared` when they are done.
        case filled
        /// The work of this seat is done.
        case cleared
        /// The request was cancelled.
        case cancelled
    }

    package let id: SeatID
    package let role: String
    /// Capability words that a member must have, all of them.
    package let requires: [String]
    package internal(set) var state: State
    /// Counts how often the seat has been opened: 1 at first, one more after each release or no-show. Whom an earlier
    /// round left waiting does not count as asked in this one.
    package internal(set) var round: Int

    package init(id: SeatID, role: String, requires: [String], state: State = .open, round: Int = 1) {
        self.id = id
        self.role = role
        self.requires = requires
        self.state = state
        self.round = round
    }

    /// It needs nobody any more.
    package var isDone: Bool { state == .cleared || state == .cancelled }
}
