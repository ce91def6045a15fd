import CurlTransport

/// Tells those who follow the journal that it has grown; what has come they read from the table themselves.
///
/// So a follower that is slow, or that resumes after hours, costs no memory here and misses nothing.
package final class JournalFollower: Sendable {
    private struct State: Sendable {
        var position: Int64
        var isEnding = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextTicket = 0
    }

    private let state: Locked<State>

    package init(position: Int64) {
        state = Locked(State(position: position))
    }

    /// The position of the last committed entry.
    package var position: Int64 { state.withLock { $0.position } }

    /// The journal has grown. Never blocks.
    package func advanced(to position: Int64) {
        wakeAll { $0.position = max($0.position, position) }
    }

    /// No more will come; everyone who waits returns.
    package func end() {
        wakeAll { $0.isEnding = true }
    }

    private func wakeAll(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when the journal is past `position`, when it ends, or when the task is cancelled.
    ///
    /// - Returns: Whether there may be more to read.
    package func grows(past position: Int64) async -> Bool {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.position > position || state.isEnding || Task.isCancelled { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
        return state.withLock { $0.position > position && !$0.isEnding } && !Task.isCancelled
    }
}
