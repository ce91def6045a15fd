import Synchronization

/// Counts the open connections of a listener and says what becomes of the next.
final class ConnectionCount: Sendable {
    enum Place: Equatable {
        case served
        case refused
        case dropped
    }

    private let open = Atomic(0)
    private let served: Int
    private let total: Int

    init(limits: ListenerLimits) {
        served = limits.maximumConnections
        total = limits.maximumConnections + limits.maximumRefusals
    }

    /// Takes a place, to be given back by ``leave()`` whatever it was.
    func enter() -> Place {
        let number = open.wrappingAdd(1, ordering: .relaxed).newValue
        return number <= served ? .served : number <= total ? .refused : .dropped
    }

    func leave() {
        open.wrappingSubtract(1, ordering: .relaxed)
    }
}
