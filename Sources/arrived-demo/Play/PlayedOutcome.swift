/// What came of a tap that was not simply taken, for those who watch.
struct PlayedOutcome: Sendable {
    let memberID: String
    let requestID: String
    let action: String
    /// The problem's code, such as `already-covered`.
    let code: String
    /// The sentence the member reads.
    let sentence: String
}
