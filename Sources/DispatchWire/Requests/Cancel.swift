/// The body of `POST /v1/requests/{id}/cancel`.
package struct Cancel: Hashable, Sendable, Encodable {
    package var reason: String?

    package init(reason: String? = nil) {
        self.reason = reason
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["reason"])
        reason = try fields.text("reason", atMost: WireLimits.noteCharacters, isBlankAllowed: true)
    }
}
