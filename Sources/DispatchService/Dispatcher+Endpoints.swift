import CurlTransport
package import DispatchCore
package import DispatchStore
import DispatchWire
import WebhookDelivery

/// Looking after endpoints and what is sent to them.
extension Dispatcher {
    /// Switches an endpoint off, or on again; nothing happens for one that is so already.
    ///
    /// - Returns: Whether there is such an endpoint.
    package func setEndpoint(_ id: Int64, isEnabled: Bool, by principal: Principal) async throws -> Bool {
        guard try await store.endpoint(id) != nil else { return false }
        _ = try await writer.submit(.changeEndpoint(id, disabled: isEnabled ? nil : .byHand), by: principal.actor)
        return true
    }

    /// Makes a settled delivery once more, under the same notice id; nothing happens for one that waits already.
    ///
    /// Throws the problem `notice-over` when its time has passed: whoever got it would be asked for what is long done.
    ///
    /// - Returns: Whether there is such a delivery.
    package func replay(_ id: Int64, by principal: Principal) async throws -> Bool {
        guard let delivery = try await store.delivery(id)?.delivery else { return false }
        guard delivery.state != "due" else { return true }
        guard delivery.deadline > clock.now else {
            throw Problem(
                .noticeOver,
                detail: "Its time ended at \(WireTime(milliseconds: delivery.deadline.milliseconds))."
            )
        }
        _ = try await writer.write([.deliveryReplayed(id: id, at: clock.now)])
        pump.outboxGrew([id])
        return true
    }

    /// What came of a test.
    package struct EndpointTest: Sendable {
        package let startedAt: Timestamp
        package let finishedAt: Timestamp
        package let isSent: Bool
        /// The HTTP status, if there was an answer.
        package let status: Int?
        /// Why it was not sent.
        package let reason: String?
        package let totalMilliseconds: Int?
        package let log: AttemptLog
    }

    /// Sends a test to an endpoint and waits for what comes of it; nil when there is no such endpoint.
    ///
    /// It counts for the endpoint's health, and one that says it is no more is switched off.
    package func test(_ id: Int64, by principal: Principal) async throws -> EndpointTest? {
        guard let endpoint = try await store.endpoint(id) else { return nil }
        let startedAt = clock.now
        guard let result = try await pump.probe(endpoint) else { throw SubmissionFailure.shuttingDown }
        let finishedAt = clock.now
        _ = try await writer.write([.endpointTested(id: id, at: finishedAt, isSent: result.verdict == .sent)])
        if result.failure == .gone {
            _ = try await writer.submit(.changeEndpoint(id, disabled: .gone), by: principal.actor)
        }
        return EndpointTest(
            startedAt: startedAt,
            finishedAt: finishedAt,
            isSent: result.verdict == .sent,
            status: result.status,
            reason: result.failure?.rawValue,
            totalMilliseconds: result.timings?.totalMilliseconds,
            log: AttemptLog(result)
        )
    }
}
