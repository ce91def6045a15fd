/// Why nothing is sent to an endpoint any more, and since when.
package struct DisabledEndpoint: Equatable, Codable, Sendable {
    package enum Reason: String, CaseIterable, Codable, Sendable {
        /// It answered that it is no more (410), or that its address is not valid.
        case gone
        /// An administrator switched it off.
        case byHand = "by-hand"
    }

    package let at: Timestamp
    package let reason: Reason

    package init(at: Timestamp, reason: Reason) {
        self.at = at
        self.reason = reason
    }
}
