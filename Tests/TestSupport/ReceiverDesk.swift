import Foundation
import Glibc

/// What a receiver's thread shares with the tests: the record of requests, who waits for them, and orders to the thread.
final class ReceiverDesk: Sendable {
    enum Order: Sendable {
        case release(path: String?)
        case stop
    }

    struct Waiter: Sendable {
        let count: Int
        let deadline: ContinuousClock.Instant
        let fits: @Sendable (ReceivedRequest) -> Bool
        let continuation: CheckedContinuation<[ReceivedRequest], any Error>
    }

    struct State: Sendable {
        var requests: [ReceivedRequest] = []
        var waiters: [Waiter] = []
        var orders: [Order] = []
        var hasStopped = false
    }

    /// Readable when there are orders; the thread polls it beside its sockets.
    let bell: Int32
    private let bellButton: Int32
    // A pthread mutex inside, which the thread sanitizer understands. It guards `state`.
    private let condition = NSCondition()
    private nonisolated(unsafe) var state = State()

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw ReceiverFault.systemCall("pipe", errno: errno) }
        bell = ends[0]
        bellButton = ends[1]
        LocalSocket.makeNonBlocking(bell)
        LocalSocket.makeNonBlocking(bellButton)
    }

    deinit {
        close(bell)
        close(bellButton)
    }

    func withState<Result>(_ body: (inout State) -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return unsafe body(&state)
    }

    func post(_ order: Order) {
        withState { $0.orders.append(order) }
        ring()
    }

    func takeOrders() -> [Order] {
        var rings = [UInt8](repeating: 0, count: 64)
        while unsafe read(bell, &rings, rings.count) > 0 {}
        return withState { state in
            defer { state.orders = [] }
            return state.orders
        }
    }

    /// Lets a test wait; if what it waits for has come already, it goes on at once.
    func admit(_ waiter: Waiter) {
        withState { $0.waiters.append(waiter) }
        settleWaiters()
        // The thread must learn of the new deadline.
        ring()
    }

    /// Resumes everyone whose requests are there or whose deadline has passed.
    func settleWaiters() {
        let now = ContinuousClock.now
        let settled = withState { state in
            var settled: [(Waiter, [ReceivedRequest])] = []
            state.waiters.removeAll { waiter in
                let found = state.requests.filter(waiter.fits)
                guard found.count >= waiter.count || waiter.deadline <= now || state.hasStopped else { return false }
                settled.append((waiter, found))
                return true
            }
            return settled
        }
        for (waiter, found) in settled {
            if found.count >= waiter.count {
                waiter.continuation.resume(returning: found)
            } else {
                let fault = ReceiverFault.tooFewRequests(awaited: waiter.count, received: found.count)
                waiter.continuation.resume(throwing: fault)
            }
        }
    }

    func markStopped() {
        condition.lock()
        unsafe state.hasStopped = true
        condition.broadcast()
        condition.unlock()
        settleWaiters()
    }

    func waitUntilStopped() {
        condition.lock()
        while unsafe !state.hasStopped { condition.wait() }
        condition.unlock()
    }

    private func ring() {
        // A full pipe rings already.
        _ = unsafe write(bellButton, [1], 1)
    }
}
