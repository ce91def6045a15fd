import WebhookDelivery

/// Keeps the reports and lets a test wait for those it expects; it can be closed to play a store that is slow.
actor RecordingSink: DeliverySink {
    private struct Waiter {
        let isMet: @Sendable ([AttemptReport]) -> Bool
        let continuation: CheckedContinuation<[AttemptReport], Never>
    }

    private(set) var reports: [AttemptReport] = []
    private var waiters: [Waiter] = []
    private var isOpen: Bool
    private var gate: [CheckedContinuation<Void, Never>] = []

    init(isOpen: Bool = true) {
        self.isOpen = isOpen
    }

    func attempted(_ reports: [AttemptReport]) async {
        if !isOpen { await withCheckedContinuation { gate.append($0) } }
        self.reports += reports
        for waiter in waiters where waiter.isMet(self.reports) { waiter.continuation.resume(returning: self.reports) }
        waiters.removeAll { $0.isMet(self.reports) }
    }

    func open() {
        isOpen = true
        for waiting in gate { waiting.resume() }
        gate = []
    }

    /// Waits for this many final reports and returns them; the suite's time limit is the deadline.
    func finals(_ count: Int) async -> [AttemptReport] {
        await wait { $0.count(where: \.outcome.isFinal) >= count }.filter(\.outcome.isFinal)
    }

    /// Waits until the reports fulfil a condition, and returns them all.
    @discardableResult
    func wait(until isMet: @escaping @Sendable ([AttemptReport]) -> Bool) async -> [AttemptReport] {
        if isMet(reports) { return reports }
        return await withCheckedContinuation { waiters.append(Waiter(isMet: isMet, continuation: $0)) }
    }
}
