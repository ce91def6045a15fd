/// The body of `POST /v1/requests`: one call for help, as the operator or a machine puts it.
///
/// `place` counts over `householdId`, that over `callerPhone`; the reader checks form and size, the daemon whether
/// what is named exists.
package struct NewRequest: Hashable, Sendable {
    /// Which kind of help; the categories are configured, so this is a word and no enum.
    package var category: String
    /// How urgent; if not given, what the category says.
    package var urgency: RequestView.Urgency?
    package var place: PlaceReference?
    package var householdId: String?
    package var callerPhone: String?
    /// What the caller said; goes out only to those who accept.
    package var summary: String?
    /// When help is wanted, for urgency `scheduled`.
    package var scheduledFor: WireTime?
    /// Whom it takes; if not given, what the category says.
    package var seats: [NewSeat]?

    package init(
        category: String,
        urgency: RequestView.Urgency? = nil,
        place: PlaceReference? = nil,
        householdId: String? = nil,
        callerPhone: String? = nil,
        summary: String? = nil,
        scheduledFor: WireTime? = nil,
        seats: [NewSeat]? = nil
    ) {
        self.category = category
        self.urgency = urgency
        self.place = place
        self.householdId = householdId
        self.callerPhone = callerPhone
        self.summary = summary
        self.scheduledFor = scheduledFor
        self.seats = seats
    }

    private static let known = [
        "category", "urgency", "place", "householdId", "callerPhone", "summary", "scheduledFor", "seats",
    ]

    /// Reads the body strictly.
    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: Self.known)
        category = try fields.required("category", try fields.word("category", unknown: .unknownCategory))
        urgency = try fields.choice("urgency", unknown: .unknownUrgency)
        place = try fields["place"].map { value throws(Problem) in try PlaceReference(json: value, path: "place") }
        householdId = try fields.text("householdId", atMost: WireLimits.identifierCharacters)
        callerPhone = try fields.phone("callerPhone")
        summary = try fields.text("summary", atMost: WireLimits.summaryCharacters, isBlankAllowed: true)
        scheduledFor = try fields.time("scheduledFor")
        seats = try fields.list("seats", atMost: WireLimits.seatKinds) { value, path throws(Problem) in
            try NewSeat(json: value, path: path)
        }
        if seats?.isEmpty == true { throw fields.invalid("seats", "must name at least one seat, or be left out.") }
        if urgency == .scheduled, scheduledFor == nil { throw fields.missing("scheduledFor") }
        if let urgency, urgency != .scheduled, scheduledFor != nil {
            throw fields.invalid("urgency", "must be scheduled when “scheduledFor” is given.", allowed: ["scheduled"])
        }
    }
}

extension NewRequest: Encodable {}
