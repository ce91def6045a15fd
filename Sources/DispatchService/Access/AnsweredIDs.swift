import CurlTransport
import DispatchCore
import WebhookDelivery

/// Ids of signed answers that were taken lately, so that a captured one that is sent again changes nothing.
///
/// An honest sender repeats an answer under the same id when the reply was lost; they get the reply, as they would have. An id
/// counts for one offer and one action, as some answer under the id of the notice.
final class AnsweredIDs: Sendable {
    /// A signature holds that long before and after its timestamp.
    static let lifeSeconds = 2 * Int(StandardWebhooks.toleranceSeconds)
    /// Ids remembered. When it is full of young ones no signed answer is taken: each has changed something within minutes.
    static let memoryLimit = 100_000

    private let takenAt: Locked<[String: Timestamp]>

    /// - Parameter ids: what an earlier run recorded.
    init(_ ids: [(id: String, at: Timestamp)]) {
        takenAt = Locked(Dictionary(ids.map { ($0.id, $0.at) }) { $1 })
    }

    /// Notes an id; false when it is known, or when no more can be remembered.
    func note(_ id: String, at now: Timestamp) -> Bool {
        takenAt.withLock { takenAt in
            let oldest = now.adding(seconds: -Self.lifeSeconds)
            if let earlier = takenAt[id], earlier >= oldest { return false }
            if takenAt.count >= Self.memoryLimit { takenAt = takenAt.filter { $0.value >= oldest } }
            guard takenAt.count < Self.memoryLimit else { return false }
            takenAt[id] = now
            return true
        }
    }

    /// The answer could not be taken: it may come again.
    func forget(_ id: String) {
        takenAt.withLock { $0[id] = nil }
    }
}
