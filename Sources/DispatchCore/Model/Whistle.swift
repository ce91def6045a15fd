/// The call upon one desk to take a request in hand, because nobody near has accepted.
package struct Whistle: Equatable, Codable, Sendable {
    package let id: WhistleID
    package let level: Desk.Level
    /// nil: there is no desk at this level or above it, so there was nobody to call.
    package let deskID: DeskID?
    package let calledAt: Timestamp

    package internal(set) var deliveredAt: Timestamp?
    /// When its notice turned out not to reach the desk; the next level is called at once.
    package internal(set) var failedAt: Timestamp?
    package internal(set) var reportedInAt: Timestamp?
    /// When every seat had somebody or the request was over; the desk's part is done.
    package internal(set) var endedAt: Timestamp?

    package init(
        id: WhistleID,
        level: Desk.Level,
        deskID: DeskID?,
        calledAt: Timestamp,
        deliveredAt: Timestamp? = nil,
        failedAt: Timestamp? = nil,
        reportedInAt: Timestamp? = nil,
        endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.level = level
        self.deskID = deskID
        self.calledAt = calledAt
        self.deliveredAt = deliveredAt
        self.failedAt = failedAt
        self.reportedInAt = reportedInAt
        self.endedAt = endedAt
    }
}
