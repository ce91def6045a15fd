import CCurl

/// The jobs of a loop whose hosts are being looked up, each until its host is known or its own time is over.
struct CurlNaming {
    /// A job with the URL it is for.
    struct Call {
        let job: CurlInbox.Job
        let url: TransportURL
        /// When it got its place, from which its timeouts count.
        let startedAt: Int64
        /// Whether whoever asked has heard that the name is not answered for.
        fileprivate var isTold = false

        init(job: CurlInbox.Job, url: TransportURL, startedAt: Int64) {
            self.job = job
            self.url = url
            self.startedAt = startedAt
        }

        /// How much of its time has passed.
        func waited(at now: Int64) -> Int { Int(max(0, now - startedAt)) }

        /// When the time to connect, of which the look-up is a part, is over.
        var end: Int64 {
            let total = job.exchange.totalTimeoutMilliseconds ?? .max
            return startedAt + Int64(min(total, job.exchange.connectTimeoutMilliseconds))
        }

        /// When whoever asked is told that it waits for a name; nil when they need not hear it, or have.
        fileprivate var tellAt: Int64? {
            job.waitsForName == nil || isTold ? nil : startedAt + CurlNaming.patienceMilliseconds
        }
    }

    /// A job that waits no more, with the addresses of its host or why there are none.
    struct Named {
        let call: Call
        let outcome: Result<[String], CurlFault>
    }

    private struct Host {
        var calls: [Call] = []
        /// What the calls go on with when no answer has come by then.
        var lastGood: [String] = []
        var graceEnd: Int64?
    }

    /// A name that is answered for is so in far less: those that are not must not hold others' places.
    static let patienceMilliseconds: Int64 = 250

    /// Deadlines are looked at in steps, so that many of them cost little.
    private static let stepMilliseconds: Int64 = 50

    private var hosts: [String: Host] = [:]
    /// Where each job waits.
    private var hostOfNumber: [UInt64: String] = [:]
    /// When a deadline passes next; nil while nobody waits.
    private(set) var nextDeadline: Int64?

    var numbers: [UInt64] { hostOfNumber.keys.sorted() }

    /// Whether an answer for the host is on its way to this loop.
    func isAwaited(_ host: String) -> Bool { hosts[host] != nil }

    /// The host has been asked for, and somebody waits for the answer.
    mutating func wait(_ call: Call, lastGood: [String], graceMilliseconds: Int64) {
        guard hosts[call.url.host] == nil else { return wait(call) }
        hosts[call.url.host] = Host(
            lastGood: lastGood,
            graceEnd: lastGood.isEmpty ? nil : call.startedAt + graceMilliseconds
        )
        wait(call)
    }

    /// One more waits for a host that has been asked for.
    mutating func wait(_ call: Call) {
        hosts[call.url.host]?.calls.append(call)
        hostOfNumber[call.job.number] = call.url.host
        let end = min(call.end, hosts[call.url.host]?.graceEnd ?? .max, call.tellAt ?? .max) + Self.stepMilliseconds
        nextDeadline = min(nextDeadline ?? .max, end)
    }

    /// The answer has come: nobody waits for this host any more.
    mutating func resolved(_ name: String, _ outcome: NameLookup.Outcome, at now: Int64) -> [Named] {
        guard let host = hosts.removeValue(forKey: name) else { return [] }
        defer { setDeadline() }
        let result: Result<[String], CurlFault> =
            switch outcome {
            case .found(let addresses): .success(addresses)
            case .noAddress(let text), .unanswered(let text): .failure(Self.fault(text))
            }
        return take(host.calls) { _ in result }
    }

    /// Those whose time is over, or who have waited long enough for something newer than the last good addresses.
    mutating func due(at now: Int64) -> [Named] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        tell(at: now)
        var ended: [Named] = []
        for (name, host) in hosts {
            if let graceEnd = host.graceEnd, graceEnd <= now {
                ended += take(host.calls) { _ in .success(host.lastGood) }
                hosts[name]?.calls = []
            } else {
                let late = host.calls.filter { $0.end <= now }
                guard !late.isEmpty else { continue }
                hosts[name]?.calls.removeAll { $0.end <= now }
                ended += take(late) { call in
                    .failure(Self.fault("the name was not answered for within \(call.end - call.startedAt) ms"))
                }
            }
        }
        setDeadline()
        return ended.sorted { $0.call.job.number < $1.call.job.number }
    }

    /// Tells those that have waited for a while without an address to go on with.
    private mutating func tell(at now: Int64) {
        for name in hosts.keys where hosts[name]?.lastGood.isEmpty == true {
            for place in hosts[name]?.calls.indices ?? 0..<0 {
                guard let at = hosts[name]?.calls[place].tellAt, at <= now else { continue }
                hosts[name]?.calls[place].isTold = true
                hosts[name]?.calls[place].job.waitsForName?()
            }
        }
    }

    /// A job that is not wanted any more.
    mutating func remove(_ number: UInt64) -> CurlInbox.Job? {
        guard let name = hostOfNumber.removeValue(forKey: number),
            let place = hosts[name]?.calls.firstIndex(where: { $0.job.number == number })
        else { return nil }
        return hosts[name]?.calls.remove(at: place).job
    }

    private mutating func take(_ calls: [Call], _ outcome: (Call) -> Result<[String], CurlFault>) -> [Named] {
        for call in calls { hostOfNumber[call.job.number] = nil }
        return calls.map { Named(call: $0, outcome: outcome($0)) }
    }

    private mutating func setDeadline() {
        let ends = hosts.values.compactMap { host in
            host.calls.map { min($0.end, host.lastGood.isEmpty ? $0.tellAt ?? .max : .max) }.min()
                .map { min($0, host.graceEnd ?? .max) }
        }
        nextDeadline = ends.min().map { $0 + Self.stepMilliseconds }
    }

    private static func fault(_ text: String) -> CurlFault {
        CurlFault(.resolve, code: Int(CURLE_COULDNT_RESOLVE_HOST.rawValue), text: text)
    }
}
