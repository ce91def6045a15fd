/// A desk as the API shows it.
package struct DeskView: Hashable, Sendable, Codable {
    package var id: String
    package var level: Level
    /// Of the village, the township or the county that it answers for.
    package var code: String
    package var name: String
    package var phone: String
    package var channel: String?
    /// Scheme and host of the endpoint; nil when the desk is rung by hand.
    package var endpoint: String?

    package init(
        id: String,
        level: Level,
        code: String,
        name: String,
        phone: String,
        channel: String? = nil,
        endpoint: String? = nil
    ) {
        self.id = id
        self.level = level
        self.code = code
        self.name = name
        self.phone = phone
        self.channel = channel
        self.endpoint = endpoint
    }

    /// Who is called upon first, and who after them.
    package enum Level: String, CaseIterable, Codable, Sendable {
        case branch
        case township
        case county
    }
}

/// The answer of `GET /v1/desks`, ordered by id.
package struct DeskList: Hashable, Sendable, Codable {
    package var desks: [DeskView]

    package init(desks: [DeskView]) {
        self.desks = desks
    }
}
