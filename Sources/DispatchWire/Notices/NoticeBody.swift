import Foundation

/// The body of a notice to a generic endpoint of a member or a desk, in the envelope of Standard Webhooks 1.0.0: type, timestamp, data.
package struct NoticeBody: Hashable, Sendable, Codable {
    package var type: String
    /// When the notice was made; the time of an attempt stands in its `webhook-timestamp` header.
    package var timestamp: WireTime
    package var data: Content

    package init(type: String, timestamp: WireTime, data: Content) {
        self.type = type
        self.timestamp = timestamp
        self.data = data
    }

    package struct Content: Hashable, Sendable, Codable {
        package var request: Request
        /// nil in a notice to a desk.
        package var offer: Offer?
        /// The assignment that came of the offer, once there is one.
        package var assignment: Assignment?
        /// The desk that is called upon; nil in a notice to a member.
        package var desk: Desk?
        /// Only for those who go: in `assignment.created`, and in `request.place-corrected` after it.
        package var details: Details?
        package var links: Links

        package init(
            request: Request,
            offer: Offer? = nil,
            assignment: Assignment? = nil,
            desk: Desk? = nil,
            details: Details? = nil,
            links: Links
        ) {
            self.request = request
            self.offer = offer
            self.assignment = assignment
            self.desk = desk
            self.details = details
            self.links = links
        }
    }

    package struct Request: Hashable, Sendable, Codable {
        package var id: String
        /// Of the day, to say on the phone.
        package var number: Int
        package var category: String
        package var urgency: String
        package var village: String
        package var township: String
        /// `call-120` for what is immediate and medical.
        package var advice: [String]

        package init(
            id: String,
            number: Int,
            category: String,
            urgency: String,
            village: String,
            township: String,
            advice: [String]
        ) {
            self.advice = advice
            self.number = number
            self.id = id
            self.category = category
            self.urgency = urgency
            self.village = village
            self.township = township
        }
    }

    package struct Offer: Hashable, Sendable, Codable {
        package var id: String
        /// The role of the seat.
        package var seat: String
        package var distanceMeters: Int
        package var etaSeconds: Int
        package var expiresAt: WireTime

        package init(id: String, seat: String, distanceMeters: Int, etaSeconds: Int, expiresAt: WireTime) {
            self.id = id
            self.seat = seat
            self.distanceMeters = distanceMeters
            self.etaSeconds = etaSeconds
            self.expiresAt = expiresAt
        }
    }

    package struct Desk: Hashable, Sendable, Codable {
        package var id: String
        package var name: String
        package var level: DeskView.Level
        package var calledAt: WireTime

        package init(id: String, name: String, level: DeskView.Level, calledAt: WireTime) {
            self.id = id
            self.name = name
            self.level = level
            self.calledAt = calledAt
        }
    }

    package struct Assignment: Hashable, Sendable, Codable {
        package var id: String
        package var state: String

        package init(id: String, state: String) {
            self.id = id
            self.state = state
        }
    }

    /// Who needs help and where: only those who accepted learn it.
    package struct Details: Hashable, Sendable, Codable {
        package var name: String?
        package var phone: String?
        package var address: String?
        package var notes: String?
        package var summary: String?

        package init(name: String?, phone: String?, address: String?, notes: String?, summary: String?) {
            self.name = name
            self.phone = phone
            self.address = address
            self.notes = notes
            self.summary = summary
        }
    }

    package struct Links: Hashable, Sendable, Codable {
        /// For machines: POST `{"action":…}`.
        package var callback: String
        /// For people: a page with buttons.
        package var page: String

        package init(callback: String, page: String) {
            self.callback = callback
            self.page = page
        }
    }

    /// The bytes to send; the same for the same notice as long as what it tells does not change.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
