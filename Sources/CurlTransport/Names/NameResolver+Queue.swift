extension NameResolver {
    /// Decides which host is asked for, and when: what is known of each host, what is under way and what waits.
    struct Queue: Sendable {
        /// How far a host can be trusted to be answered for; those in front are asked for first.
        enum Standing: Int, CaseIterable, Comparable, Sendable {
            /// The last look-up was answered, also if the answer was that there is no such name.
            case answered
            /// Never looked up.
            case unknown
            /// The last look-up was not answered.
            case unanswered

            static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
        }

        struct Host: Sendable {
            var addresses: [String] = []
            /// When the addresses were found.
            var foundAt: Int64 = 0
            var standing = Standing.unknown
            var usedAt: Int64 = 0
            /// It waits or is under way.
            var isAsked = false
        }

        /// A look-up under way.
        struct Flight: Sendable {
            let host: String
            let standing: Standing
            let startedAt: Int64
        }

        let limits: Limits
        private(set) var hosts: [String: Host] = [:]
        private(set) var running: [Flight] = []
        /// Hosts that wait, the longest first, by their standing.
        private(set) var waiting: [Standing: [String]] = [:]

        init(limits: Limits) {
            self.limits = limits
        }

        var waitingCount: Int { waiting.values.reduce(0) { $0 + $1.count } }

        /// Look-ups under way that take longer than answers do.
        func overdue(at now: Int64) -> Int {
            running.count { $0.startedAt + limits.overdueMilliseconds <= now }
        }

        // MARK: What happens

        /// Somebody wants to dial a host.
        ///
        /// - Parameter needsNew: Whether it must be asked for; not where a connection that stands will do.
        mutating func ask(_ name: String, needsNew: Bool, at now: Int64) -> Answer {
            var host = hosts[name] ?? Host()
            host.usedAt = now
            let age = now - host.foundAt
            let lastGood = age <= limits.lastGoodMilliseconds ? host.addresses : []
            if !needsNew, !lastGood.isEmpty, age <= limits.knownMilliseconds {
                hosts[name] = host
                return .addresses(lastGood)
            }
            if !host.isAsked {
                guard waitingCount < limits.waiting else {
                    if !lastGood.isEmpty { return .addresses(lastGood) }
                    return .refused(
                        CurlFault(.resolve, text: "\(limits.waiting) names wait to be looked up already")
                    )
                }
                host.isAsked = true
                waiting[host.standing, default: []].append(name)
            }
            if hosts[name] == nil { makeRoom() }
            hosts[name] = host
            return .asked(lastGood: lastGood, graceMilliseconds: limits.graceMilliseconds)
        }

        /// The hosts to ask for now.
        ///
        /// At most half of the threads go to hosts that may not be answered for, and half of that half to those that were not
        /// the last time, so that new ones come to their turn. Of those that used to be answered only some are begun at
        /// once: when their name server falls silent they are found out a few at a time.
        mutating func start(at now: Int64) -> [String] {
            var started: [String] = []
            for standing in Standing.allCases {
                while running.count < limits.threads, hasRoom(for: standing, at: now),
                    let name = waiting[standing]?.first
                {
                    waiting[standing]?.removeFirst()
                    running.append(Flight(host: name, standing: standing, startedAt: now))
                    started.append(name)
                }
            }
            return started
        }

        private func hasRoom(for standing: Standing, at now: Int64) -> Bool {
            let late = { (flight: Flight) in flight.startedAt + limits.overdueMilliseconds <= now }
            switch standing {
            case .answered:
                return running.count { $0.standing == .answered && !late($0) } < max(1, limits.threads / 4)
            case .unknown, .unanswered:
                let doubtful = running.count { $0.standing != .answered || late($0) }
                let repeated = running.count { $0.standing == .unanswered }
                return doubtful < max(1, limits.threads / 2)
                    && (standing == .unknown || repeated < max(1, limits.threads / 4))
            }
        }

        /// A look-up is over.
        ///
        /// - Returns: What those who wait go on with: the last good addresses when nobody has answered.
        mutating func ended(_ name: String, _ outcome: NameLookup.Outcome, at now: Int64) -> NameLookup.Outcome {
            running.removeAll { $0.host == name }
            guard var host = hosts[name] else { return outcome }
            host.isAsked = false
            defer { hosts[name] = host }
            switch outcome {
            case .found(let addresses):
                host.addresses = addresses
                host.foundAt = now
                host.standing = .answered
                return outcome
            case .noAddress:
                host.addresses = []
                host.standing = .answered
                return outcome
            case .unanswered:
                host.standing = .unanswered
                guard !host.addresses.isEmpty, now - host.foundAt <= limits.lastGoodMilliseconds else { return outcome }
                return .found(host.addresses)
            }
        }

        /// Forgets the host that was not used for longest, when there is no room for another.
        private mutating func makeRoom() {
            guard hosts.count >= limits.hosts else { return }
            let idle = hosts.filter { !$0.value.isAsked }
            guard let oldest = idle.min(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) else { return }
            hosts[oldest.key] = nil
        }
    }
}
