/// Takes the courier's reports and makes them durable.
package protocol DeliverySink: Sendable {
    /// Records the reports, in order. It returns only when that is done: the courier then forgets deliveries that ended
    /// and goes on with the others. One call at a time; while it lasts, further reports gather for the next.
    func attempted(_ reports: [AttemptReport]) async
}
