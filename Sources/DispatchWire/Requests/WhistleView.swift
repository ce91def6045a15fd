/// The call upon a desk to take a request in hand, and what became of it.
package struct WhistleView: Hashable, Sendable, Codable {
    package var id: String
    package var level: DeskView.Level
    /// nil: there is no desk to call; somebody must be rung by hand.
    package var deskId: String?
    package var deskName: String?
    /// Shown to those whose role may see people.
    package var deskPhone: String?
    package var calledAt: WireTime
    package var deliveredAt: WireTime?
    /// When the notice turned out not to reach the desk.
    package var failedAt: WireTime?
    package var reportedInAt: WireTime?
    /// When every seat had somebody, or the request was over.
    package var endedAt: WireTime?

    package init(
        id: String,
        level: DeskView.Level,
        deskId: String? = nil,
        deskName: String? = nil,
        deskPhone: String? = nil,
        calledAt: WireTime,
        deliveredAt: WireTime? = nil,
        failedAt: WireTime? = nil,
        reportedInAt: WireTime? = nil,
        endedAt: WireTime? = nil
    ) {
        self.id = id
        self.level = level
        self.deskId = deskId
        self.deskName = deskName
        self.deskPhone = deskPhone
        self.calledAt = calledAt
        self.deliveredAt = deliveredAt
        self.failedAt = failedAt
        self.reportedInAt = reportedInAt
        self.endedAt = endedAt
    }
}
