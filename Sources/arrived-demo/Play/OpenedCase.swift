/// An offer that a played member has received and will now do something about.
struct OpenedCase: Sendable {
    let memberID: String
    let requestID: String
    let offerID: String
    let category: String
    let etaSeconds: Double
    let callback: String
}
