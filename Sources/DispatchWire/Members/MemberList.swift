/// One page of members in the order of their ids.
package struct MemberList: Hashable, Sendable, Codable {
    package var members: [MemberView]
    /// What to pass as `after` for the next page; nil on the last.
    package var next: String?

    package init(members: [MemberView], next: String? = nil) {
        self.members = members
        self.next = next
    }
}
