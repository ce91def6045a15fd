/// The body of `POST /v1/requests/{id}/assign`: an operator gives a seat to a member by hand.
package struct Assign: Hashable, Sendable, Encodable {
    package var memberId: String
    /// Id of the seat.
    package var seat: String

    package init(memberId: String, seat: String) {
        self.memberId = memberId
        self.seat = seat
    }

    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: ["memberId", "seat"])
        let memberId = try fields.text("memberId", atMost: WireLimits.identifierCharacters)
        let seat = try fields.text("seat", atMost: WireLimits.identifierCharacters)
        self.memberId = try fields.required("memberId", memberId)
        self.seat = try fields.required("seat", seat)
    }
}
