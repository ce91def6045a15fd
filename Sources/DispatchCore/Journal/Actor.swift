/// Who caused an event.
package enum Actor: Hashable, Sendable {
    /// A deadline, the clock or the daemon itself.
    case system
    /// What came of delivering notices.
    case courier
    /// A bearer token, by its id.
    case token(String)
    /// A member, by a link of theirs.
    case member(MemberID)
    /// A desk, by the link in its whistle.
    case desk(DeskID)

    /// The form in the journal: `system`, `courier`, `token:<id>`, `member:<id>`,
    /// `desk:<id>`.
    package var text: String {
        switch self {
        case .system: "system"
        case .courier: "courier"
        case .token(let id): "token:\(id)"
        case .member(let id): "member:\(id)"
        case .desk(let id): "desk:\(id)"
        }
    }

    package init?(text: String) {
        if text == "system" {
            self = .system
        } else if text == "courier" {
            self = .courier
        } else if text.hasPrefix("token:") {
            self = .token(String(text.dropFirst(6)))
        } else if text.hasPrefix("member:") {
            self = .member(MemberID(String(text.dropFirst(7))))
        } else if text.hasPrefix("desk:") {
            self = .desk(DeskID(String(text.dropFirst(5))))
        } else {
            return nil
        }
    }
}
