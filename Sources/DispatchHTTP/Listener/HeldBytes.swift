import Synchronization

/// Counts the bytes that all connections of a listener hold back, and refuses more than they may together.
final class HeldBytes: Sendable {
    private let count = Atomic(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: Whether they may be held; they count in any case, until ``release(_:)``.
    func hold(_ bytes: Int) -> Bool {
        count.wrappingAdd(bytes, ordering: .relaxed).newValue <= limit
    }

    func release(_ bytes: Int) {
        count.wrappingSubtract(bytes, ordering: .relaxed)
    }
}
