/// The answer to a callback that was taken, or that repeats one.
package struct CallbackReply: Hashable, Sendable, Codable {
    /// Where the offer (`declined`) or the assignment stands now.
    package var state: String
    /// What whoever goes must know; nil before the accept and after the end.
    package var details: Details?
    /// What the member can do next.
    package var actions: [CallbackAction.Action]

    package init(state: String, details: Details? = nil, actions: [CallbackAction.Action]) {
        self.state = state
        self.details = details
        self.actions = actions
    }

    /// Whom to help, where and with what; each part only as far as it is known.
    package struct Details: Hashable, Sendable, Codable {
        package var name: String?
        package var phone: String?
        package var address: String?
        package var notes: String?
        package var summary: String?

        package init(
            name: String? = nil,
            phone: String? = nil,
            address: String? = nil,
            notes: String? = nil,
            summary: String? = nil
        ) {
            self.name = name
            self.phone = phone
            self.address = address
            self.notes = notes
            self.summary = summary
        }
    }
}
