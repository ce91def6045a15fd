/// The body of `POST /v1/callbacks/{token}`: what the member does.
package struct CallbackAction: Hashable, Sendable, Encodable {
    package var action: Action

    package init(action: Action) {
        self.action = action
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["action"])
        action = try fields.required("action", try fields.choice("action"))
    }

    /// The closed list of what a member can do with an offer and the assignment that follows from it, and what a desk can
    /// do with a whistle.
    package enum Action: String, CaseIterable, Codable, Sendable {
        case accept
        case decline
        case enRoute = "en-route"
        case onScene = "on-scene"
        case transporting
        case atFacility = "at-facility"
        case admitted
        case discharged
        case cleared
        case release
        /// The desk has the request in hand; the only one for a desk, and for nobody else.
        case reportIn = "report-in"
    }
}
