import DequeModule

/// Whose delivery is next: one queue for each endpoint, endpoints taking turns, and the sick ones in a lane of their own.
///
/// Healthy and sick endpoints have separate places on the wire, so that endpoints that hang or fail cannot keep the others
/// waiting, however many they are. Within a lane each endpoint gets one start a turn. An endpoint is sick while its last
/// attempt failed or was slow, and while one that runs is slow; its attempts then count against the sick lane, which
/// frees the places they took in the healthy one. The lanes' limits hold for starts: an endpoint that changes its lane
/// takes its attempts along, within the limit of both together.
package struct FairQueue: Sendable {
    enum Lane: Hashable, Sendable {
        case healthy
        case sick
    }

    struct Endpoint: Sendable {
        var queue: Deque<Int64> = []
        var inFlight = 0
        var slow = 0
        var didFail = false
        /// One attempt at a time: what waits meanwhile goes in one message, and a crash leaves at most one uncounted.
        var isGroup = false
        /// Nothing is started there for the moment, whatever waits.
        var isPaused = false
        /// Whether it stands in its lane's `turns`; it does exactly if it could start a delivery now.
        var awaitsTurn = false
        /// Since when it has had nothing to send.
        var idleSince: Int64?

        var lane: Lane { didFail || slow > 0 ? .sick : .healthy }
        var isIdle: Bool { queue.isEmpty && inFlight == 0 }
    }

    struct LaneState: Sendable {
        var inFlight = 0
        var turns: Deque<Int64> = []
    }

    let configuration: Courier.Configuration
    private(set) var endpoints: [Int64: Endpoint] = [:]
    private(set) var healthy = LaneState()
    private(set) var sick = LaneState()
    /// Sick endpoints with nothing to send, oldest first; entries that no longer hold are skipped.
    private var idle: Deque<(endpoint: Int64, since: Int64)> = []

    init(configuration: Courier.Configuration) {
        precondition(
            configuration.sickInFlightLimit > 0 && configuration.sickInFlightLimit < configuration.inFlightLimit,
            "each lane needs a place"
        )
        self.configuration = configuration
    }

    package var inFlight: Int { healthy.inFlight + sick.inFlight }
    package var sickInFlight: Int { sick.inFlight }
    private var healthyLimit: Int { configuration.inFlightLimit - configuration.sickInFlightLimit }

    /// How many slow attempts should be cut, because healthy endpoints wait for places that sick ones hold beyond theirs.
    var wantedCuts: Int {
        guard inFlight >= configuration.inFlightLimit else { return 0 }
        return min(
            healthy.turns.count,
            healthyLimit - healthy.inFlight,
            sick.inFlight - configuration.sickInFlightLimit
        )
    }

    mutating func enqueue(_ delivery: Int64, to endpoint: Int64, isGroup: Bool) {
        change(endpoint) { endpoint in
            endpoint.queue.append(delivery)
            endpoint.isGroup = isGroup
        }
    }

    /// What waits for an endpoint, in order.
    func waiting(for endpoint: Int64) -> [Int64] {
        endpoints[endpoint].map { Array($0.queue) } ?? []
    }

    /// Takes a waiting delivery out.
    mutating func remove(_ delivery: Int64, of endpoint: Int64, now: Int64) {
        change(endpoint, now: now) { endpoint in
            guard let index = endpoint.queue.firstIndex(of: delivery) else {
                preconditionFailure("delivery \(delivery) is ready, so it must be in its endpoint's queue")
            }
            endpoint.queue.remove(at: index)
        }
    }

    /// The next delivery to start, if there is a place for one.
    mutating func start() -> Int64? {
        guard inFlight < configuration.inFlightLimit else { return nil }
        if healthy.inFlight < healthyLimit, let endpoint = healthy.turns.popFirst() { return start(endpoint) }
        if sick.inFlight < configuration.sickInFlightLimit, let endpoint = sick.turns.popFirst() {
            return start(endpoint)
        }
        return nil
    }

    /// An attempt that still runs has become slow.
    mutating func slowed(_ endpoint: Int64) {
        change(endpoint) { $0.slow += 1 }
    }

    /// Holds an endpoint back, or lets it go on; what is in flight goes on.
    mutating func setPaused(_ isPaused: Bool, _ endpoint: Int64, now: Int64) {
        change(endpoint, now: now) { $0.isPaused = isPaused }
    }

    /// An attempt is over.
    mutating func ended(_ endpoint: Int64, wasSlow: Bool, isHealthy: Bool, now: Int64) {
        change(endpoint, now: now) { endpoint in
            endpoint.inFlight -= 1
            if wasSlow { endpoint.slow -= 1 }
            endpoint.didFail = wasSlow || !isHealthy
        }
    }

    /// Forgets endpoints that have been sick and idle for long, or that are too many.
    mutating func forgetIdle(now: Int64) {
        while let first = idle.first,
            idle.count > configuration.sickMemoryLimit || first.since + configuration.sickMemoryMilliseconds <= now
        {
            idle.removeFirst()
            guard let endpoint = endpoints[first.endpoint], endpoint.idleSince == first.since, !endpoint.isPaused else {
                continue
            }
            endpoints[first.endpoint] = nil
        }
    }

    private mutating func start(_ endpoint: Int64) -> Int64 {
        var started: Int64?
        change(endpoint) { endpoint in
            endpoint.awaitsTurn = false
            endpoint.inFlight += 1
            started = endpoint.queue.popFirst()
        }
        guard let started else { preconditionFailure("endpoint \(endpoint) took a turn with nothing to send") }
        return started
    }

    /// Changes one endpoint and puts right all that follows from it: lane, places, turn, memory.
    private mutating func change(_ id: Int64, now: Int64 = 0, _ body: (inout Endpoint) -> Void) {
        // Taken out of the dictionary, so that its queue is changed in place.
        var endpoint = endpoints.removeValue(forKey: id) ?? Endpoint()
        let before = endpoint.lane
        self[before].inFlight -= endpoint.inFlight
        body(&endpoint)
        self[endpoint.lane].inFlight += endpoint.inFlight
        let couldStart = !endpoint.queue.isEmpty && endpoint.inFlight < limit(endpoint) && !endpoint.isPaused
        if endpoint.awaitsTurn, !couldStart || endpoint.lane != before {
            self[before].turns.removeAll { $0 == id }
            endpoint.awaitsTurn = false
        }
        if couldStart, !endpoint.awaitsTurn {
            self[endpoint.lane].turns.append(id)
            endpoint.awaitsTurn = true
        }
        if !endpoint.isIdle {
            endpoint.idleSince = nil
        } else if endpoint.isPaused {
            // Remembered until its pause is over.
            endpoint.idleSince = now
        } else if endpoint.lane == .sick {
            endpoint.idleSince = now
            idle.append((id, now))
        } else {
            // Nothing to remember about an endpoint in good health.
            return
        }
        endpoints[id] = endpoint
    }

    /// Attempts that may be on the wire to it at once, for the next to start.
    func limit(_ endpoint: Endpoint) -> Int {
        switch endpoint.lane {
        case .healthy: endpoint.isGroup ? 1 : configuration.endpointInFlightLimit
        case .sick: configuration.sickEndpointInFlightLimit
        }
    }

    private subscript(lane: Lane) -> LaneState {
        get {
            switch lane {
            case .healthy: healthy
            case .sick: sick
            }
        }
        _modify {
            switch lane {
            case .healthy: yield &healthy
            case .sick: yield &sick
            }
        }
    }
}
