import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WebhookDelivery

/// The endpoints of all played members: takes notices at `/members/{id}`, checks who sent them, and hands them on.
struct NoticeReceiver: Sendable {
    /// Notices are under one kilobyte; an accident should not fill the memory.
    private static let bodyLimitBytes = 65_536
    /// Told to a courier that comes while every played member is busy.
    private static let retryAfterSeconds = "5"

    let cases: PlayedCases
    let opened: AsyncStream<OpenedCase>.Continuation
    /// Nil when notices are not signed.
    let secret: WebhookSecret?
    /// Whether the sender's clock runs as ours does; otherwise a signature's age says nothing.
    let isClockTrue: Bool

    func application(port: Int, logger: Logger) -> some ApplicationProtocol {
        let router = Router()
        router.get("/healthz") { _, _ in "ok\n" }
        router.post("/members/{id}") { request, context in
            let memberID = try context.parameters.require("id")
            let body = try await request.body.collect(upTo: Self.bodyLimitBytes)
            return receive(
                Array(body.readableBytesView),
                for: memberID,
                headers: request.headers,
                logger: context.logger
            )
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        )
    }

    func receive(_ body: [UInt8], for memberID: String, headers: HTTPFields, logger: Logger) -> Response {
        do {
            try verify(body, headers)
        } catch {
            logger.warning("notice refused", metadata: ["member": "\(memberID)", "reason": "\(error)"])
            return Response(status: .unauthorized)
        }
        let notice: ReceivedNotice
        do {
            notice = try WireJSON.read(from: body)
        } catch {
            logger.warning("notice not understood", metadata: ["member": "\(memberID)", "reason": "\(error)"])
            return Response(status: .badRequest)
        }
        guard let kind = ReceivedNotice.Kind(rawValue: notice.type) else { return Response(status: .noContent) }
        switch kind {
        case .offerCreated: return open(notice.data, for: memberID)
        case .offerWithdrawn: cases.tell(.withdrawn, about: notice.data.offer.id)
        case .assignmentStoodDown: cases.tell(.stoodDown, about: notice.data.offer.id)
        // The member knows already: the answer to the accept said so.
        case .assignmentCreated: break
        }
        return Response(status: .noContent)
    }

    private func open(_ data: ReceivedNotice.Body, for memberID: String) -> Response {
        guard let callback = data.links?.callback, let etaSeconds = data.offer.etaSeconds else {
            return Response(status: .badRequest)
        }
        switch cases.open(data.offer.id) {
        case .known: break
        case .full: return Response(status: .serviceUnavailable, headers: [.retryAfter: Self.retryAfterSeconds])
        case .opened:
            opened.yield(
                OpenedCase(
                    memberID: memberID,
                    requestID: data.request.id,
                    offerID: data.offer.id,
                    category: data.request.category,
                    etaSeconds: etaSeconds,
                    callback: callback
                )
            )
        }
        return Response(status: .noContent)
    }

    private func verify(_ body: [UInt8], _ headers: HTTPFields) throws(WebhookRefusal) {
        guard let secret else { return }
        func value(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
        let timestamp = value(StandardWebhooks.timestampHeader)
        let now = Int64(Date.now.timeIntervalSince1970)
        try StandardWebhooks.verify(
            id: value(StandardWebhooks.idHeader),
            timestamp: timestamp,
            signature: value(StandardWebhooks.signatureHeader),
            body: body,
            secret: secret,
            nowSeconds: isClockTrue ? now : timestamp.flatMap { Int64($0) } ?? now
        )
    }
}
