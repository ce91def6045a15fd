/// The answer of `POST /v1/members/{id}/link`: the address of the member's own page, to be handed to nobody else.
package struct MemberLink: Hashable, Sendable, Codable {
    package var url: String

    package init(url: String) {
        self.url = url
    }
}
