/// One seat of a request.
package struct SeatView: Hashable, Sendable, Codable {
    package var id: String
    package var role: String
    package var requires: [String]
    package var state: State

    package init(id: String, role: String, requires: [String], state: State) {
        self.id = id
        self.role = role
        self.requires = requires
        self.state = state
    }

    /// Whether somebody holds the seat.
    package enum State: String, CaseIterable, Codable, Sendable {
        /// Nobody holds it; members may be asked.
        case open
        /// An assignment holds it.
        case filled
        /// Whoever held it is done; it needs nobody any more.
        case cleared
        /// The request was cancelled.
        case cancelled
    }
}
