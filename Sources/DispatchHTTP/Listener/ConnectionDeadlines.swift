import NIOCore

/// Decides how long the daemon waits for the other side of one connection.
///
/// Fed with what was seen on the connection and when, it says until when to wait and what to do then. It knows neither
/// sockets nor timers; ``ConnectionWatch`` has those.
struct ConnectionDeadlines {
    /// What the client is in the middle of.
    enum Reading: Equatable {
        /// Nothing of the next request has come. Ends with the first byte.
        case nothing(since: NIODeadline)
        /// Part of a header has come. Ends with the header.
        case header(since: NIODeadline)
        /// The header is complete, the body is not. `since` and `bytes` count from the last progress. Ends with the body.
        case body(since: NIODeadline, bytes: Int)
    }

    /// What to do when a deadline was looked at.
    enum Verdict: Equatable {
        /// Nobody is late and nothing is awaited.
        case rest
        case wait(until: NIODeadline)
        case close
        /// Say `408` first: a request has begun and nothing was answered yet.
        case closeWithTimeout
    }

    let limits: ListenerLimits
    private(set) var reading: Reading
    /// Requests whose header came and whose answer is not complete.
    private(set) var answersOwed = 0
    private var answerHasBegun = false
    private var nothingEverCame = true
    /// Since when the daemon has not asked for more bytes; a client is not to blame for that time.
    private var pausedSince: NIODeadline?
    private var stalledSince: NIODeadline?
    private var lingeringSince: NIODeadline?
    private var drainingSince: NIODeadline?

    init(limits: ListenerLimits, connectedAt now: NIODeadline) {
        self.limits = limits
        reading = .nothing(since: now)
    }

    // MARK: What the client does

    mutating func bytesCame(at now: NIODeadline) {
        nothingEverCame = false
        if case .nothing = reading { reading = .header(since: now) }
    }

    mutating func headerEnded(at now: NIODeadline) {
        reading = .body(since: now, bytes: 0)
        answersOwed += 1
    }

    mutating func bodyCame(bytes: Int, at now: NIODeadline) {
        guard case .body(let since, let before) = reading else { return }
        let sum = before + bytes
        reading = sum >= limits.bodyProgressBytes ? .body(since: now, bytes: 0) : .body(since: since, bytes: sum)
    }

    mutating func requestEnded(at now: NIODeadline) {
        reading = .nothing(since: now)
    }

    mutating func clientTakesBytes(_ takes: Bool, at now: NIODeadline) {
        stalledSince = takes ? nil : (stalledSince ?? now)
    }

    // MARK: What the daemon does

    mutating func readingPaused(at now: NIODeadline) {
        pausedSince = pausedSince ?? now
    }

    mutating func readingResumed(at now: NIODeadline) {
        guard let paused = pausedSince else { return }
        pausedSince = nil
        switch reading {
        case .nothing: break
        case .header(let since): reading = .header(since: since + (now - paused))
        case .body(let since, let bytes): reading = .body(since: since + (now - paused), bytes: bytes)
        }
    }

    mutating func answerBegan() {
        answerHasBegun = true
    }

    /// An answer was written to its end.
    ///
    /// When the request it belongs to is still coming, the route has refused the rest of it: the client gets a moment to
    /// read why.
    mutating func answerEnded(at now: NIODeadline) {
        answersOwed -= 1
        answerHasBegun = false
        guard answersOwed == 0 else { return }
        switch reading {
        case .nothing: reading = .nothing(since: now)
        case .header: break
        case .body: lingeringSince = lingeringSince ?? now
        }
    }

    /// The daemon has closed its direction.
    mutating func lastWordSaid(at now: NIODeadline) {
        lingeringSince = lingeringSince ?? now
    }

    mutating func shutdownBegan(at now: NIODeadline) {
        drainingSince = drainingSince ?? now
    }

    // MARK: What follows

    /// The earliest moment at which the wait is over, none while the daemon owes the next move.
    var deadline: NIODeadline? {
        var earliest: NIODeadline?
        func consider(_ since: NIODeadline?, _ milliseconds: Int64) {
            guard let since else { return }
            let end = since + .milliseconds(milliseconds)
            earliest = earliest.map { min($0, end) } ?? end
        }
        consider(lingeringSince, limits.lingerMilliseconds)
        consider(stalledSince, limits.writeStallMilliseconds)
        consider(drainingSince, limits.drainMilliseconds)
        switch reading {
        case .nothing(let since):
            if answersOwed == 0 {
                consider(
                    since,
                    nothingEverCame ? limits.headerDeadlineMilliseconds : limits.idleDeadlineMilliseconds
                )
            }
        case .header(let since):
            if pausedSince == nil { consider(since, limits.headerDeadlineMilliseconds) }
        case .body(let since, _):
            if pausedSince == nil { consider(since, limits.bodyDeadlineMilliseconds) }
        }
        return earliest
    }

    func verdict(at now: NIODeadline) -> Verdict {
        guard let deadline else { return .rest }
        guard deadline <= now else { return .wait(until: deadline) }
        // Only the owner of the next answer may be told; an earlier one still being made would be torn in two.
        let owedBeforeThis =
            switch reading {
            case .nothing: Int.max
            case .header: answersOwed
            case .body: answersOwed - 1
            }
        let speaks = owedBeforeThis == 0 && !answerHasBegun && lingeringSince == nil && stalledSince == nil
        return speaks ? .closeWithTimeout : .close
    }
}
