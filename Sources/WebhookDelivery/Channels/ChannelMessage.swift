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

    /// Somebody in a group whom the message is for.
    package struct Person: Hashable, Sendable {
        /// Who, and what is theirs alone.
        package let line: String
        /// Their phone, digits only, where a robot can call them by it.
        package let mention: String?

        package init(line: String, mention: String?) {
            self.line = line.onOneLine
            self.mention = mention
        }
    }

    /// People called in one message; more would be a list nobody reads.
    package static let mentionLimit = 20

    package let title: String
    /// The most important first: a message that is too long loses its end.
    package let lines: [String]
    /// In a group: whom it is for. Below `lines`.
    package internal(set) var people: [Person]
    /// Below the people.
    package let closing: [String]
    /// What stands before the link, or on it.
    package let linkLabel: String
    /// The page for people; it is never cut.
    package let link: String
    package let actions: [Action]
    package let priority: Priority

    /// Phones of those in the group whom it concerns, digits only.
    package var mentions: [String] { people.compactMap(\.mention) }
    /// All lines below the title, above the link.
    package var body: [String] { lines + people.map(\.line) + closing }

    /// Signs that cannot be printed become spaces, so that a name cannot change the message's lines.
    package init(
        title: String,
        lines: [String],
        people: [Person] = [],
        closing: [String] = [],
        linkLabel: String,
        link: String,
        actions: [Action] = [],
        priority: Priority = .normal
    ) {
        self.title = title.onOneLine
        self.lines = lines.map(\.onOneLine)
        self.people = Array(people.prefix(ChannelMessage.mentionLimit))
        self.closing = closing.map(\.onOneLine)
        self.linkLabel = linkLabel.onOneLine
        self.link = link
        self.actions = actions
        self.priority = priority
    }

    package var description: String { "message of \(body.count) lines" }
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
