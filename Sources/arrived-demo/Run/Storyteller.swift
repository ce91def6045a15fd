import DispatchWire

/// Turns the journal into lines for a spectator and keeps the figures.
actor Storyteller {
    /// Arrivals remembered for the median; more than a demo ever has.
    private static let arrivalLimit = 100_000

    private let client: APIClient
    private let directory: CountyDirectory
    /// Requests in which something may happen, as last read.
    private var requests: [String: RequestView] = [:]
    private var callCount = 0
    private var closedCount = 0
    private var offerCount = 0
    private var unansweredCount = 0
    /// Call to first arrival, in seconds of the county's clock.
    private var arrivals: [Int] = []

    init(client: APIClient, directory: CountyDirectory) {
        self.client = client
        self.directory = directory
    }

    /// How many requests are being worked on.
    var openCount: Int { requests.count }

    /// Tells an event and returns its request as it stands; nil for what belongs to no request.
    func tell(_ event: EventMessage) async throws -> RequestView? {
        guard let id = event.requestId else { return nil }
        let request = try await request(id, at: event.position)
        count(event, request)
        if let sentence = EventSentence(event, request, directory) { show(sentence, at: event.at, request) }
        return request
    }

    /// Tells a tap that was refused: the event stream knows nothing of it.
    func tell(_ outcome: PlayedOutcome) {
        guard let request = requests[outcome.requestID], outcome.code == "already-covered" else { return }
        let sentence = EventSentence(
            "谢谢",
            "covered",
            "\(directory.member(outcome.memberID)) taps “\(outcome.action)” and reads: already covered, thank you"
        )
        show(sentence, at: nil, request)
    }

    /// The figures so far, in one line.
    var figures: String {
        let sorted = arrivals.sorted()
        func quantile(_ share: Double) -> String {
            guard !sorted.isEmpty else { return "–" }
            let rank = min(sorted.count - 1, max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1))
            return Interval.text(seconds: sorted[rank])
        }
        return "\(callCount) calls, \(offerCount) offers, \(arrivals.count) first arrivals "
            + "(median \(quantile(0.5)), 90th percentile \(quantile(0.9))), \(closedCount) closed, "
            + "\(unansweredCount) unanswered"
    }

    private func count(_ event: EventMessage, _ request: RequestView) {
        switch event.type {
        case "request.opened": callCount += 1
        case "request.unanswered":
            unansweredCount += 1
            // It waits for an operator; should it go on, it is read again.
            requests[request.id] = nil
        case "offer.made": offerCount += 1
        case "request.closed", "request.cancelled":
            closedCount += 1
            requests[request.id] = nil
        case _:
            let isFirstArrival = request.firstArrivalAt == event.at && event.details["step"]?.text == "on-scene"
            if isFirstArrival, arrivals.count < Self.arrivalLimit {
                arrivals.append(Int((event.at.milliseconds - request.createdAt.milliseconds) / 1_000))
            }
        }
    }

    /// A request that is at least as new as the event at this place of the journal.
    private func request(_ id: String, at position: Int64) async throws -> RequestView {
        if let known = requests[id], let last = known.timeline.last, last.position >= position { return known }
        let request: RequestView = try await client.get("/v1/requests/\(id)")
        requests[id] = request
        return request
    }

    private func show(_ sentence: EventSentence, at time: WireTime?, _ request: RequestView) {
        let clock = time.map(Interval.clock) ?? "        "
        let number = "#\(request.number)"
        Output.line("\(clock)  \(number)\(String(repeating: " ", count: max(1, 6 - number.count)))\(sentence.columns)")
    }
}
