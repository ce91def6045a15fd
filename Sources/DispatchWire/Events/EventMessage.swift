/// One event of the journal as it is told: the data of a server-sent event, and a line of a request's timeline.
///
/// What every event has, and what most have, are members here; the rest stands beside them in the same JSON object as
/// `details`. The event stream carries ids, codes and numbers only; `text` and names are added, if at all, in the
/// timeline of a request for those whose role may see them.
package struct EventMessage: Hashable, Sendable {
    /// The place in the journal, counted from 1; the `id:` of the server-sent event.
    package var position: Int64
    package var at: WireTime
    /// What happened, in kebab-case or dotted words such as `offer.accepted`.
    package var type: String
    package var requestId: String?
    package var seat: String?
    package var offerId: String?
    package var assignmentId: String?
    package var memberId: String?
    /// Who did it: the name of a token, or nil if nobody but the daemon.
    package var actor: String?
    /// The event in a sentence for people.
    package var text: String?
    /// Further members, by name; a name from above is ignored here.
    package var details: [String: JSONValue]

    package init(
        position: Int64,
        at: WireTime,
        type: String,
        requestId: String? = nil,
        seat: String? = nil,
        offerId: String? = nil,
        assignmentId: String? = nil,
        memberId: String? = nil,
        actor: String? = nil,
        text: String? = nil,
        details: [String: JSONValue] = [:]
    ) {
        self.position = position
        self.at = at
        self.type = type
        self.requestId = requestId
        self.seat = seat
        self.offerId = offerId
        self.assignmentId = assignmentId
        self.memberId = memberId
        self.actor = actor
        self.text = text
        self.details = details
    }
}
