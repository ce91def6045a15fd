/// What the server answered.
struct APIAnswer: Sendable {
    let status: Int
    /// The body; empty if it was handed on piece by piece.
    let body: [UInt8]

    var isSuccess: Bool {
        (200..<300).contains(status)
    }
}
