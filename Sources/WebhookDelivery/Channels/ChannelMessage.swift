/// A message that is worded but not yet cut to the form of a platform: plain text, no markup.
///
/// It holds names and links, so it prints none of them.
package struct ChannelMessage: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// How loudly a phone may ring.
    package enum Priority: Hashable, Sendable {
        case low
        case normal
        case high
        case urgent
    }

    /// A button that answers at once, where the platform can call back.
    package struct Action: Hashable, Sendable {
        package var label: String
        /// POST here.
        package var url: String
        /// JSON.
        package var body: String

        package init(label: String, url: String, body: String) {
            self.label = label
            self.url = url
            self.body = body
        }
    }

    /// People called by their phones in one message; more would be a list nobody reads.
    package static let mentionLimit = 20

    package let title: String
    /// The most important first: a message that is too long loses its end.
    package let lines: [String]
    /// What stands before the link, or on it.
    package let linkLabel: String
    /// The page for people; it is never cut.
    package let link: String
    package let actions: [Action]
    /// Phones of those in the group whom it concerns, digits only.
    package let mentions: [String]
    package let priority: Priority

    /// Signs that cannot be printed become spaces, so that a name cannot change the message's lines.
    package init(
        title: String,
        lines: [String],
        linkLabel: String,
        link: String,
        actions: [Action] = [],
        mentions: [String] = [],
        priority: Priority = .normal
    ) {
        self.title = title.onOneLine
        self.lines = lines.map(\.onOneLine)
        self.linkLabel = linkLabel.onOneLine
        self.link = link
        self.actions = actions
        self.mentions = Array(mentions.prefix(ChannelMessage.mentionLimit))
        self.priority = priority
    }

    package var description: String { "message of \(lines.count) lines" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension String {
    /// With a space for each control character, line or paragraph separator and sign that turns the direction of text.
    fileprivate var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: " "
                    default: scalar
                    }
                }
            )
        )
    }
}
