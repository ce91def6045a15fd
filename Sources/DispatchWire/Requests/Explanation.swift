/// The answer of `GET /v1/requests/{id}/explanation`: who is near, and why they were not asked.
package struct Explanation: Hashable, Sendable, Codable {
    package var requestId: String
    /// The moment for which it holds: reasons come and go.
    package var at: WireTime
    /// The nearest first.
    package var members: [Near]

    package init(requestId: String, at: WireTime, members: [Near]) {
        self.requestId = requestId
        self.at = at
        self.members = members
    }

    package struct Near: Hashable, Sendable, Codable {
        package var memberId: String
        /// Shown to those whose role may see people.
        package var memberName: String?
        package var distanceMeters: Int
        package var etaSeconds: Int
        /// Why they are not asked now; nil while they are asked or go.
        package var reason: Reason?
        /// For `away` and `resting`.
        package var until: WireTime?
        /// For `busy`: the numbers of their requests.
        package var requests: [Int]?
        /// For `lacks-capability`.
        package var lacks: [String]?
        /// For `quiet-hours`.
        package var quietHours: String?
        /// For `capped`: alerts in the last seven days.
        package var alerts: Int?
        /// For `asked-before`: what became of their offer.
        package var offerState: OfferView.State?
        /// For `no-gain`: by how much an alert would bring the first arrival forward, and what it would have to be.
        package var gainSeconds: Double?
        package var costSeconds: Double?

        package init(
            memberId: String,
            memberName: String? = nil,
            distanceMeters: Int,
            etaSeconds: Int,
            reason: Reason? = nil,
            until: WireTime? = nil,
            requests: [Int]? = nil,
            lacks: [String]? = nil,
            quietHours: String? = nil,
            alerts: Int? = nil,
            offerState: OfferView.State? = nil,
            gainSeconds: Double? = nil,
            costSeconds: Double? = nil
        ) {
            self.memberId = memberId
            self.memberName = memberName
            self.distanceMeters = distanceMeters
            self.etaSeconds = etaSeconds
            self.reason = reason
            self.until = until
            self.requests = requests
            self.lacks = lacks
            self.quietHours = quietHours
            self.alerts = alerts
            self.offerState = offerState
            self.gainSeconds = gainSeconds
            self.costSeconds = costSeconds
        }
    }

    package enum Reason: String, CaseIterable, Codable, Sendable {
        case offDuty = "off-duty"
        case away
        case busy
        /// No endpoint: to be rung by hand.
        case unreachable
        case lacksCapability = "lacks-capability"
        case exempt
        case quietHours = "quiet-hours"
        case resting
        case capped
        case askedBefore = "asked-before"
        case askedElsewhere = "asked-elsewhere"
        case contactsFirst = "contacts-first"
        case noGain = "no-gain"
        case othersFirst = "others-first"
        case nobodyWanted = "nobody-wanted"
    }
}
