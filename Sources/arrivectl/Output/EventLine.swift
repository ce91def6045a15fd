import DispatchWire

/// One event of the journal as a line.
enum EventLine {
    /// The cells of the line: time, type, and either the sentence the server gave or the ids and numbers.
    static func cells(_ event: EventMessage, _ clock: LocalClock) -> [String] {
        [clock.time(event.at), event.type, event.text ?? facts(event).joined(separator: "  ")]
    }

    private static func facts(_ event: EventMessage) -> [String] {
        let ids = [
            ("request", event.requestId), ("seat", event.seat), ("offer", event.offerId),
            ("assignment", event.assignmentId), ("member", event.memberId), ("by", event.actor),
        ]
        let details = event.details.sorted { $0.key < $1.key }
        return ids.compactMap { name, id in id.map { "\(name) \($0)" } }
            + details.map { name, value in "\(name) \(value.text ?? "\(value)")" }
    }
}
