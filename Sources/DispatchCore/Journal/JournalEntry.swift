/// An event with its place in the journal.
package struct JournalEntry: Equatable, Sendable {
    /// Counts from 1 without gaps.
    package let position: Int64
    package let at: Timestamp
    /// What clocks on walls showed, as far as was known.
    package let wall: WallTime
    package let actor: Actor
    package let event: Event

    /// - Parameter wall: nil where the two clocks are one.
    package init(position: Int64, at: Timestamp, wall: WallTime? = nil, actor: Actor, event: Event) {
        self.position = position
        self.at = at
        self.wall = wall ?? WallTime(milliseconds: at.milliseconds)
        self.actor = actor
        self.event = event
    }
}
