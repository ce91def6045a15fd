import CurlTransport
import DispatchWire

/// What the daemon has promised so far, kept outside it.
final class Ledger: Sendable {
    struct Promises: Sendable {
        /// By idempotency key, the request that a 201 named.
        var requests: [String: String] = [:]
        /// Offers whose accept was answered 200.
        var acceptedOffers: Set<String> = []
        /// Answers that no client should ever get.
        var surprises: [String] = []
    }

    private struct State: Sendable {
        var promises = Promises()
        var answerCount = 0
        var waiting: (count: Int, CheckedContinuation<Void, Never>)?
    }

    private let state = Locked(State())

    var promises: Promises { state.withLock { $0.promises } }

    func opened(_ id: String, key: String) {
        note { promises in
            if let earlier = promises.requests.updateValue(id, forKey: key), earlier != id {
                promises.surprises.append("key \(key) named \(earlier) and \(id)")
            }
        }
    }

    func accepted(offer id: String) {
        note { $0.acceptedOffers.insert(id) }
    }

    func answered() {
        note { _ in }
    }

    func surprise(_ what: String, _ answer: APIClient.Answer) {
        note { $0.surprises.append("\(what): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))") }
    }

    private func note(_ change: (inout Promises) -> Void) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            change(&state.promises)
            state.answerCount += 1
            guard let waiting = state.waiting, waiting.count <= state.answerCount else { return nil }
            state.waiting = nil
            return waiting.1
        }
        waiter?.resume()
    }

    /// Returns when the daemon has answered this many more calls. For one waiter.
    func answers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiting = ($0.answerCount + count, continuation) }
        }
    }
}
