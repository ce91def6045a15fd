extension JSONValue {
    /// The value of a body, read strictly; throws `body-too-large` or `invalid-json`.
    ///
    /// - Parameter limitBytes: what the route takes; callers that read a stream stop there themselves, and this is the
    ///   second lock for those that have the body in hand.
    package init(parsing bytes: [UInt8], limitBytes: Int = WireLimits.bodyLimitBytes) throws(Problem) {
        guard bytes.count <= limitBytes else { throw Problem.bodyTooLarge(limitBytes: limitBytes) }
        self = try JSONParser.parse(bytes)
    }

    /// The value of a text, read strictly, of any size: for texts of our own.
    package init(parsing text: String) throws(Problem) {
        self = try JSONParser.parse(Array(text.utf8))
    }
}
