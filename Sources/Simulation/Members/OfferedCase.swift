/// What a played member knows of an offer: as much as the notice says.
package struct OfferedCase: Hashable, Sendable {
    package let offerID: String
    package let category: String
    /// The daemon's own estimate from the offer to the arrival.
    package let etaSeconds: Double

    package init(offerID: String, category: String, etaSeconds: Double) {
        self.offerID = offerID
        self.category = category
        self.etaSeconds = etaSeconds
    }
}
