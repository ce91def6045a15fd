import CCurl

/// The loop's thread: it starts transfers as places become free, drives them, and answers each once.
///
/// Used by that thread alone after it was made; other threads reach it through the inbox.
final class CurlEngine {
    /// Idle easy handles kept for reuse; each holds some kilobytes, and making one takes microseconds.
    private static let idleHandleLimit = 64
    /// Longest sleep. Nothing depends on it: sockets, timeouts and mail all wake the thread.
    private static let sleepLimitMilliseconds: Int64 = 60_000

    private let configuration: CurlLoop.Configuration
    private let inbox: CurlInbox
    private let resolver: NameResolver
    private let multi: CurlMulti
    private var idle: [CurlEasy] = []
    private var active: [UInt64: CurlTransfer] = [:]
    /// Jobs without a place. Numbers ascend, so the oldest is found by counting up from `nextNumber`.
    private var waiting: [UInt64: CurlInbox.Job] = [:]
    private var nextNumber: UInt64 = 1
    /// Jobs whose host is being looked up. They hold no place: one name that is not answered for delays no other host.
    private var naming = CurlNaming()
    /// Jobs whose host has been looked up, the longest first; they get the next places.
    private var named: [CurlNaming.Named] = []
    private var addressBook = CurlAddressBook()
    /// Connections that rest, as far as can be told from outside of libcurl, by host and port. A wrong number costs a look-up,
    /// or the use of an address that was right some minutes ago.
    private var resting: [String: Int] = [:]

    init(configuration: CurlLoop.Configuration, inbox: CurlInbox, resolver: NameResolver) throws(CurlFault) {
        self.configuration = configuration
        self.inbox = inbox
        self.resolver = resolver
        multi = try CurlMulti(connectionLimit: configuration.connectionLimit)
        inbox.attach(multi)
    }

    func run() {
        while true {
            let mail = inbox.take()
            for job in mail.submitted { waiting[job.number] = job }
            for (host, outcome) in mail.resolved { named += naming.resolved(host, outcome, at: now) }
            // After the submissions: a number can only be cancelled once it is known.
            for number in mail.cancelled { cancel(number) }
            if mail.isStopping { break }
            named += naming.due(at: now)
            startWaiting()
            multi.turn(waitingAtMost: inbox.fallAsleep() ? patience : 0)
            // Each leaves a place, which is filled at the beginning of the next round.
            finishEnded()
        }
        inbox.detach()
        for number in waiting.keys.sorted() { cancel(number) }
        for number in naming.numbers + named.map(\.call.job.number) { cancel(number) }
        for number in active.keys.sorted() { cancel(number) }
    }

    private var now: Int64 { MonotonicClock.milliseconds }

    /// How long there is nothing to do unless something happens.
    private var patience: Int64 {
        guard let end = naming.nextDeadline else { return CurlEngine.sleepLimitMilliseconds }
        return max(0, min(CurlEngine.sleepLimitMilliseconds, end - now))
    }

    private func startWaiting() {
        while active.count < configuration.inFlightLimit, !named.isEmpty { start(named.removeFirst()) }
        while active.count < configuration.inFlightLimit, !waiting.isEmpty {
            if let job = waiting.removeValue(forKey: nextNumber) { start(job) }
            nextNumber += 1
        }
    }

    /// Starts a job whose host needs no look-up or is known, and has the others looked up.
    private func start(_ job: CurlInbox.Job) {
        let url: TransportURL
        do throws(CurlFault) {
            url = try TransportURL(job.exchange.url)
        } catch {
            return answer(job, .failure(error))
        }
        let call = CurlNaming.Call(job: job, url: url, startedAt: now)
        guard !url.needsNoLookup else { return start(call, at: nil) }
        if naming.isAwaited(url.host), resting[url.origin] == nil { return naming.wait(call) }
        let inbox = inbox
        let needsNew = !takeResting(url)
        switch resolver.addresses(of: url.host, needsNew: needsNew, found: { inbox.resolved(url.host, $0) }) {
        case .addresses(let addresses): start(call, at: addresses)
        case .asked(let lastGood, let grace): naming.wait(call, lastGood: lastGood, graceMilliseconds: grace)
        case .refused(let fault): answer(job, .failure(fault))
        }
    }

    private func start(_ named: CurlNaming.Named) {
        switch named.outcome {
        case .success(let addresses): start(named.call, at: addresses)
        case .failure(let fault): answer(named.call.job, .failure(fault))
        }
    }

    /// - Parameter addresses: nil for a host that needs no look-up.
    private func start(_ call: CurlNaming.Call, at addresses: [String]?) {
        do throws(CurlFault) {
            let easy: CurlEasy
            if let last = idle.popLast() { easy = last } else { easy = try CurlEasy() }
            let entries = addresses.map { addressBook.entries(for: call.url, at: $0) }
            let transfer = try CurlTransfer(
                call,
                configuration,
                easy,
                addresses: entries,
                waitedMilliseconds: call.waited(at: now)
            )
            try multi.add(transfer)
            active[call.job.number] = transfer
        } catch {
            answer(call.job, .failure(error))
        }
    }

    private func finishEnded() {
        while let (handle, result) = unsafe multi.nextEnded() {
            let transfer = unsafe CurlTransfer.of(handle)
            multi.remove(transfer)
            active[transfer.job.number] = nil
            let outcome = transfer.outcome(result)
            if case .success(let reply) = outcome, reply.leavesConnection { rest(transfer.url) }
            recycle(transfer)
            answer(transfer.job, outcome)
        }
    }

    private func rest(_ url: TransportURL) {
        if resting.count >= configuration.connectionLimit { resting = [:] }
        resting[url.origin, default: 0] += 1
    }

    /// Whether a connection rests for the URL, which its transfer takes.
    private func takeResting(_ url: TransportURL) -> Bool {
        guard let count = resting[url.origin] else { return false }
        resting[url.origin] = count > 1 ? count - 1 : nil
        return true
    }

    private func cancel(_ number: UInt64) {
        if let job = waiting.removeValue(forKey: number) ?? naming.remove(number) ?? removeNamed(number) {
            answer(job, .failure(.cancelled))
        } else if let transfer = active.removeValue(forKey: number) {
            multi.remove(transfer)
            recycle(transfer)
            answer(transfer.job, .failure(.cancelled))
        }
    }

    private func removeNamed(_ number: UInt64) -> CurlInbox.Job? {
        guard let place = named.firstIndex(where: { $0.call.job.number == number }) else { return nil }
        return named.remove(at: place).call.job
    }

    /// Keeps the easy handle, emptied first: its settings point into the transfer.
    private func recycle(_ transfer: CurlTransfer) {
        transfer.easy.reset()
        if idle.count < CurlEngine.idleHandleLimit { idle.append(transfer.easy) }
    }

    private func answer(_ job: CurlInbox.Job, _ outcome: Result<CurlReply, CurlFault>) {
        inbox.answered(1)
        job.completion(outcome)
    }
}

extension CurlReply {
    /// Whether the connection stays open for the next exchange.
    fileprivate var leavesConnection: Bool {
        let closes = headers.contains { $0.name == "connection" && $0.value.lowercased().contains("close") }
        return !bodyTruncated && !closes && httpVersion != "1.0"
    }
}
