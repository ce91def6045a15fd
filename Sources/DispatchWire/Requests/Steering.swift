/// The body of `POST /v1/requests/{id}/place`: where help is really needed.
package struct CorrectPlace: Hashable, Sendable, Encodable {
    package var place: PlaceReference

    package init(place: PlaceReference) {
        self.place = place
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["place"])
        let place = try fields["place"].map { value throws(Problem) in try PlaceReference(json: value, path: "place") }
        self.place = try fields.required("place", place)
    }
}

/// The body of `POST /v1/requests/{id}/urgency`: how urgent it really is.
package struct ChangeUrgency: Hashable, Sendable, Encodable {
    package var urgency: RequestView.Urgency

    package init(urgency: RequestView.Urgency) {
        self.urgency = urgency
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["urgency"])
        urgency = try fields.required("urgency", try fields.choice("urgency", unknown: .unknownUrgency))
    }
}

/// The body of `POST /v1/requests/{id}/reopen`: what needs somebody again.
package struct Reopen: Hashable, Sendable, Encodable {
    /// Ids of seats; nil means all that the request ended with.
    package var seats: [String]?

    package init(seats: [String]? = nil) {
        self.seats = seats
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["seats"])
        seats = try fields.list("seats", atMost: WireLimits.seats) { value, path throws(Problem) in
            guard let text = value.text else { throw Problem(.wrongType, field: path, value: value) }
            return text
        }
    }
}

/// The body of `POST /v1/requests/{id}/notes`: something worth writing down.
package struct NewNote: Hashable, Sendable, Encodable {
    package enum Kind: String, CaseIterable, Sendable, Encodable {
        case note
        /// Somebody else called about the same trouble; taken also when the request has as many notes as it may have.
        case call
    }

    package var text: String
    /// Nil means `note`.
    package var kind: Kind?

    package init(text: String, kind: Kind? = nil) {
        self.text = text
        self.kind = kind
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["text", "kind"])
        kind = try fields.choice("kind")
        text = try fields.required("text", try fields.text("text", atMost: WireLimits.noteCharacters))
    }
}

/// The body of `POST /v1/requests/{id}/report-in`: a desk takes the request in hand.
package struct ReportIn: Hashable, Sendable, Encodable {
    /// Id of the desk; nil means the one called last.
    package var desk: String?

    package init(desk: String? = nil) {
        self.desk = desk
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["desk"])
        desk = try fields.text("desk", atMost: WireLimits.identifierCharacters)
    }
}
