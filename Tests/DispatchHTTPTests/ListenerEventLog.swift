import Synchronization

/// Remembers what happened and lets a test wait for it.
final class ListenerEventLog<Element: Sendable & Equatable>: Sendable {
    private struct Waiter: Sendable {
        let number: Int
        let enough: @Sendable ([Element]) -> Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elements: [Element] = []
        var waiters: [Waiter] = []
        var lastNumber = 0
        /// Waits that were cancelled before they had begun.
        var cancelled: Set<Int> = []
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
    func wait(for enough: @escaping @Sendable ([Element]) -> Bool) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if enough(state.elements) { return .success(()) }
                    if state.cancelled.contains(number) { return .failure(CancellationError()) }
                    state.waiters.append(Waiter(number: number, enough: enough, continuation: continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.cancelled.insert(number)
                let waiter = state.waiters.first { $0.number == number }
                state.waiters.removeAll { $0.number == number }
                return waiter
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    func wait(for element: Element) async throws {
        try await wait { $0.contains(element) }
    }
}
