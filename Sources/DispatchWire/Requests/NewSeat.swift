/// One kind of seat a new request asks for.
package struct NewSeat: Hashable, Sendable, Encodable {
    /// What whoever sits there does: `driver`, `helper`, `first-aider`.
    package var role: String
    /// Capabilities the member must have, all of them.
    package var requires: [String]
    /// How many such seats.
    package var count: Int

    package init(role: String, requires: [String] = [], count: Int = 1) {
        self.role = role
        self.requires = requires
        self.count = count
    }

    package init(json value: JSONValue, path: String) throws(Problem) {
        let fields = try JSONFields(value, path: path, known: ["role", "requires", "count"])
        role = try fields.required("role", try fields.word("role"))
        requires = try fields.words("requires", atMost: WireLimits.requiredWords) ?? []
        count = try fields.integer("count", in: WireLimits.seatsPerKind) ?? 1
    }
}
