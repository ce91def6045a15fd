import Synchronization

/// Counts the open connections of a listener and says what becomes of the next.
final class ConnectionCount: Sendable {
    enum Place: Equatable {
        case served
        case refused
        case dropped
    }

    private let open = Atomic(0)
    private let served: Atomic<Int>
    private let refusals: Int

    init(limits: ListenerLimits) {
        served = Atomic(limits.maximumConnections)
        refusals = limits.maximumRefusals
    }

    /// Connections that come from now on are counted against this; those that are open stay.
    func serve(atMost connections: Int) {
        served.store(connections, ordering: .relaxed)
    }

    /// Takes a place, to be given back by ``leave()`` whatever it was.
    func enter() -> Place {
        let number = open.wrappingAdd(1, ordering: .relaxed).newValue
        let served = served.load(ordering: .relaxed)
        return number <= served ? .served : number <= served + refusals ? .refused : .dropped
    }

    func leave() {
        open.wrappingSubtract(1, ordering: .relaxed)
    }
}
