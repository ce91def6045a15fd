/// Whom a notice is for, so that a robot can call them in their group.
package struct NoticeRecipient: Hashable, Sendable {
    package let name: String
    package let phone: String

    package init(name: String, phone: String) {
        self.name = name
        self.phone = phone
    }
}
