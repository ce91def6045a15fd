/// The body of `POST /v1/requests/{id}/close`: what the household said afterwards.
package struct Close: Hashable, Sendable, Encodable {
    /// The grades a household may give, 5 the best.
    package static let grades = 1...5

    package var grade: Int?
    package var note: String?

    package init(grade: Int? = nil, note: String? = nil) {
        self.grade = grade
        self.note = note
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["grade", "note"])
        grade = try fields.integer("grade", in: Self.grades)
        note = try fields.text("note", atMost: WireLimits.noteCharacters, isBlankAllowed: true)
    }
}
