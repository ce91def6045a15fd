import CurlTransport
package import DispatchCore
package import DispatchStore
import DispatchWire
import Logging
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

    /// Begins the change of a generic endpoint's secret: from now on a new one signs beside the listed one, so that whoever
    /// receives notices can take it into use when it suits them.
    ///
    /// - Returns: The new secret, which is told this once; nil when there is no such endpoint.
    package func rotateSecret(of id: Int64, by principal: Principal) async throws -> String? {
        try await rotationTurn.pass { try await beginRotation(of: id, by: principal) }
    }

    private func beginRotation(of id: Int64, by principal: Principal) async throws -> String? {
        guard let endpoint = try await store.endpoint(id) else { return nil }
        guard endpoint.record.channel == Channel.generic.rawValue else {
            throw Problem(.cannotRotate, detail: "Secrets of \(endpoint.record.channel) are made by the platform.")
        }
        // Once more while both sign makes another new one: the answer with the first may have been lost.
        guard endpoint.rotation != .new else {
            throw Problem(.cannotRotate, detail: "The list still names the secret before; import one that does not.")
        }
        let signing = endpoint.record.secret?.split { $0 == " " || $0 == "," }.count ?? 0
        let count = endpoint.rotation == .both ? signing - 1 : signing
        guard count < WebhookSecret.rotationLimit else {
            throw Problem(.cannotRotate, detail: "The list has \(count) secrets already; take the old ones out.")
        }
        let secret = WebhookSecret.text(of: SecureBytes.make(count: Self.secretByteCount))
        _ = try await writer.write([.endpointRotated(id: id, newSecret: secret)])
        logger.notice("a secret is changed", metadata: ["endpoint": "\(id)", "by": "\(principal.actor.text)"])
        return secret
    }

    /// Ends the change: the listed secret signs no more.
    ///
    /// - Returns: Whether there is such an endpoint.
    package func finishRotation(of id: Int64, by principal: Principal) async throws -> Bool {
        try await rotationTurn.pass {
            guard let endpoint = try await store.endpoint(id) else { return false }
            guard endpoint.rotation == .both else {
                throw Problem(.cannotRotate, detail: "No change is under way.", allowed: ["rotate"])
            }
            _ = try await writer.write([.endpointRotationFinished(id: id)])
            logger.notice(
                "a secret has been changed",
                metadata: ["endpoint": "\(id)", "by": "\(principal.actor.text)"]
            )
            return true
        }
    }

    /// Bytes of a secret that is made here (Standard Webhooks: 24 to 64).
    private static var secretByteCount: Int { 32 }

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
                detail: "Its time ended at \(clock.wire(delivery.deadline))."
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
    /// It counts for the endpoint's health: one that says it is no more is switched off, and members whom it does not reach
    /// are less likely to be counted on.
    package func test(_ id: Int64, by actor: Actor) async throws -> EndpointTest? {
        guard let endpoint = try await store.endpoint(id) else { return nil }
        let startedAt = clock.now
        // A test that the end of the daemon cuts off tells nothing of the endpoint.
        guard let result = try await pump.probe(endpoint), result.verdict != .cancelled else {
            throw SubmissionFailure.shuttingDown
        }
        let finishedAt = clock.now
        // A robot that has said enough for now is there all the same, and is tested another time; so is one that refuses what a
        // wrong clock here has signed.
        if result.failure != .rateLimited, result.failure != .clockDoubted {
            _ = try await writer.write([.endpointTested(id: id, at: finishedAt, isSent: result.verdict == .sent)])
            let command: Command =
                result.failure == .gone
                ? .changeEndpoint(id, disabled: .gone) : .noteReach([id], isReached: result.verdict == .sent)
            _ = try await writer.submit(command, by: actor)
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
