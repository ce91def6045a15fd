import DispatchWire

/// A notice as a member's endpoint receives it, as far as a played member reads it.
struct ReceivedNotice: Decodable, Sendable {
    /// The kinds a played member understands; others are taken and passed over, as the standard asks of receivers.
    enum Kind: String {
        case offerCreated = "offer.created"
        case offerWithdrawn = "offer.withdrawn"
        case assignmentCreated = "assignment.created"
        case assignmentStoodDown = "assignment.stood-down"
    }

    struct Body: Decodable, Sendable {
        let request: AboutRequest
        let offer: AboutOffer
        /// Missing where there is nothing to answer.
        let links: Links?
    }

    struct AboutRequest: Decodable, Sendable {
        let id: String
        let category: String
    }

    struct AboutOffer: Decodable, Sendable {
        let id: String
        let etaSeconds: Double?
    }

    struct Links: Decodable, Sendable {
        let callback: String
    }

    let type: String
    let data: Body
}
