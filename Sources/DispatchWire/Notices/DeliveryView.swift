/// One notice to one endpoint, and what came of it.
package struct DeliveryView: Hashable, Sendable, Codable {
    package var id: Int64
    /// What the receiver got as `webhook-id`.
    package var noticeId: String
    package var type: String
    package var requestId: String
    /// nil when it goes to a desk.
    package var memberId: String?
    package var endpoint: Int64
    package var state: State
    package var createdAt: WireTime
    /// Delivered by then or given up.
    package var deadline: WireTime
    /// When the next attempt is made; nil once it is settled.
    package var dueAt: WireTime?
    package var settledAt: WireTime?
    package var attemptCount: Int
    /// Only where one delivery is shown.
    package var attempts: [Attempt]?

    package init(
        id: Int64,
        noticeId: String,
        type: String,
        requestId: String,
        memberId: String? = nil,
        endpoint: Int64,
        state: State,
        createdAt: WireTime,
        deadline: WireTime,
        dueAt: WireTime? = nil,
        settledAt: WireTime? = nil,
        attemptCount: Int,
        attempts: [Attempt]? = nil
    ) {
        self.id = id
        self.noticeId = noticeId
        self.type = type
        self.requestId = requestId
        self.memberId = memberId
        self.endpoint = endpoint
        self.state = state
        self.createdAt = createdAt
        self.deadline = deadline
        self.dueAt = dueAt
        self.settledAt = settledAt
        self.attemptCount = attemptCount
        self.attempts = attempts
    }

    package enum State: String, CaseIterable, Codable, Sendable {
        case due
        case sent
        case givenUp = "given-up"
        case cancelled
    }

    /// One attempt, with the milliseconds since its start at which each stage was done.
    package struct Attempt: Hashable, Sendable, Codable {
        package var number: Int
        package var startedAt: WireTime
        package var finishedAt: WireTime
        package var outcome: String
        /// The HTTP status, if there was an answer.
        package var status: Int?
        package var reason: String?
        /// What went wrong below HTTP.
        package var fault: String?
        /// What a platform calls its answer, such as DingTalk's `310000`.
        package var platformCode: String?
        package var dnsMilliseconds: Int?
        package var connectMilliseconds: Int?
        package var tlsMilliseconds: Int?
        package var firstByteMilliseconds: Int?
        package var totalMilliseconds: Int?
        /// The beginning of the answer's body, at most 2,000 bytes.
        package var answer: String?
        /// The delivery whose message to the same group brought this one along; nil when it had one of its own.
        package var leadDelivery: Int64?

        package init(
            number: Int,
            startedAt: WireTime,
            finishedAt: WireTime,
            outcome: String,
            status: Int? = nil,
            reason: String? = nil,
            fault: String? = nil,
            platformCode: String? = nil,
            dnsMilliseconds: Int? = nil,
            connectMilliseconds: Int? = nil,
            tlsMilliseconds: Int? = nil,
            firstByteMilliseconds: Int? = nil,
            totalMilliseconds: Int? = nil,
            answer: String? = nil,
            leadDelivery: Int64? = nil
        ) {
            self.number = number
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.outcome = outcome
            self.status = status
            self.reason = reason
            self.fault = fault
            self.platformCode = platformCode
            self.dnsMilliseconds = dnsMilliseconds
            self.connectMilliseconds = connectMilliseconds
            self.tlsMilliseconds = tlsMilliseconds
            self.firstByteMilliseconds = firstByteMilliseconds
            self.totalMilliseconds = totalMilliseconds
            self.answer = answer
            self.leadDelivery = leadDelivery
        }
    }
}

/// The answer of `GET /v1/deliveries`, the newest first.
package struct DeliveryList: Hashable, Sendable, Codable {
    package var deliveries: [DeliveryView]
    /// What to pass as `after` for the next page; nil on the last.
    package var next: String?

    package init(deliveries: [DeliveryView], next: String? = nil) {
        self.deliveries = deliveries
        self.next = next
    }
}
