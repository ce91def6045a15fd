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
    private let multi: CurlMulti
    private var idle: [CurlEasy] = []
    private var active: [UInt64: CurlTransfer] = [:]
    /// Jobs without a place. Numbers ascend, so the oldest is found by counting up from `nextNumber`.
    private var waiting: [UInt64: CurlInbox.Job] = [:]
    private var nextNumber: UInt64 = 1

    init(configuration: CurlLoop.Configuration, inbox: CurlInbox) throws(CurlFault) {
        self.configuration = configuration
        self.inbox = inbox
        multi = try CurlMulti(connectionLimit: configuration.connectionLimit)
        inbox.attach(multi)
    }

    func run() {
        while true {
            let mail = inbox.take()
            for job in mail.submitted { waiting[job.number] = job }
            // After the submissions: a number can only be cancelled once it is known.
            for number in mail.cancelled { cancel(number) }
            if mail.isStopping { break }
            startWaiting()
            multi.turn(waitingAtMost: inbox.fallAsleep() ? CurlEngine.sleepLimitMilliseconds : 0)
            // Each leaves a place, which is filled at the beginning of the next round.
            finishEnded()
        }
        inbox.detach()
        for number in waiting.keys.sorted() { cancel(number) }
        for number in active.keys.sorted() { cancel(number) }
    }

    private func startWaiting() {
        while active.count < configuration.inFlightLimit, !waiting.isEmpty {
            if let job = waiting.removeValue(forKey: nextNumber) { start(job) }
            nextNumber += 1
        }
    }

    private func start(_ job: CurlInbox.Job) {
        do throws(CurlFault) {
            let easy: CurlEasy
            if let last = idle.popLast() { easy = last } else { easy = try CurlEasy() }
            let transfer = try CurlTransfer(job, configuration, easy)
            try multi.add(transfer)
            active[job.number] = transfer
        } catch {
            answer(job, .failure(error))
        }
    }

    private func finishEnded() {
        while let (handle, result) = unsafe multi.nextEnded() {
            let transfer = unsafe CurlTransfer.of(handle)
            multi.remove(transfer)
            active[transfer.job.number] = nil
            let outcome = transfer.outcome(result)
            recycle(transfer)
            answer(transfer.job, outcome)
        }
    }

    private func cancel(_ number: UInt64) {
        if let job = waiting.removeValue(forKey: number) {
            answer(job, .failure(.cancelled))
        } else if let transfer = active.removeValue(forKey: number) {
            multi.remove(transfer)
            recycle(transfer)
            answer(transfer.job, .failure(.cancelled))
        }
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
