import CurlTransport

/// Where clients wait while the daemon is down.
final class Gate: Sendable {
    private enum Position: Sendable {
        case open
        case closed
        /// Nobody passes any more; whoever waits goes home.
        case over
    }

    private struct State: Sendable {
        var position = Position.open
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    func close() {
        state.withLock { $0.position = .closed }
    }

    func open() {
        move(to: .open)
    }

    func end() {
        move(to: .over)
    }

    private func move(to position: Position) {
        let waiting = state.withLock { state in
            state.position = position
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    var isOver: Bool { state.withLock { $0.position == .over } }

    /// Returns when the gate is open or will never open again.
    func passage() async {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                guard state.position == .closed else { return false }
                state.waiting.append(continuation)
                return true
            }
            if !isClosed { continuation.resume() }
        }
    }
}
