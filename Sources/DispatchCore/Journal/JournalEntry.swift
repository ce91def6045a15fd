/// An event with its place in the journal.
package struct JournalEntry: Equatable, Sendable {
    /// Counts from 1 without gaps.
    package let position: Int64
    package let at: Timestamp
    package let actor: Actor
    package let event: Event

    package init(position: Int64, at: Timestamp, actor: Actor, event: Event) {
        self.position = position
        self.at = at
        self.actor = actor
        self.event = event
    }
}
