import Synchronization

/// Remembers what happened and lets a test wait for it.
final class ListenerEventLog<Element: Sendable & Equatable>: Sendable {
    private struct Waiter: Sendable {
        let enough: @Sendable ([Element]) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var elements: [Element] = []
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    var elements: [Element] { state.withLock { $0.elements } }

    func append(_ element: Element) {
        let ready = state.withLock { state in
            state.elements.append(element)
            let elements = state.elements
            let ready = state.waiters.filter { $0.enough(elements) }
            state.waiters.removeAll { $0.enough(elements) }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Returns when `enough` holds; the suite's time limit is the deadline.
    func wait(for enough: @escaping @Sendable ([Element]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if enough(state.elements) { return true }
                state.waiters.append(Waiter(enough: enough, continuation: continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    func wait(for element: Element) async {
        await wait { $0.contains(element) }
    }
}
