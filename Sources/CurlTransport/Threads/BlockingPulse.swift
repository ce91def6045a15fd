/// By which long work on a thread of its own says that it goes on, so that its caller waits on.
package final class BlockingPulse: Sendable {
    private struct State: Sendable {
        var patienceMilliseconds: Int
        var end: ContinuousClock.Instant
    }

    private let state: Locked<State>

    init(patienceMilliseconds: Int) {
        state = Locked(
            State(
                patienceMilliseconds: patienceMilliseconds,
                end: .now + .milliseconds(patienceMilliseconds)
            )
        )
    }

    /// The work goes on.
    ///
    /// - Parameter patienceMilliseconds: How long the next step may take, from now on; nil for as long as the last one.
    package func beat(patienceMilliseconds: Int? = nil) {
        state.withLock { state in
            state.patienceMilliseconds = patienceMilliseconds ?? state.patienceMilliseconds
            state.end = .now + .milliseconds(state.patienceMilliseconds)
        }
    }

    /// When the caller's patience ends, and how long it lasted.
    var end: (at: ContinuousClock.Instant, patienceMilliseconds: Int) {
        state.withLock { ($0.end, $0.patienceMilliseconds) }
    }
}
