import CurlTransport
import DispatchCore
import DispatchStore
import Logging
package import WebhookDelivery

/// What came of deliveries, on its way to the board and the tables.
extension OutboxPump: DeliverySink {
    /// Pause before reports that could not be recorded are tried again.
    private static var retryPauseMilliseconds: Int64 { 500 }

    /// Records attempts together with what they mean for their offers, in one commit; tries until that is done or the
    /// writer has stopped, in which case the rows are still due and are sent again after the restart.
    package func attempted(_ reports: [AttemptReport]) async {
        guard let writer = writer.withLock({ $0 }) else { preconditionFailure("a report before connect") }
        let held = state.withLock { $0.held }
        let settlements = reports.compactMap(Self.settlement)
        let commands = commands(for: reports, held)
        count(reports, held)
        recording: while !(settlements.isEmpty && commands.isEmpty) {
            do throws(SubmissionFailure) {
                _ = try await writer.settle(settlements, commands)
                break
            } catch {
                if case .shuttingDown = error { break recording }
                logger.error("attempts could not be recorded; trying again", metadata: ["fault": "\(error)"])
                // Cancelled only when the process ends, and then the rows are still due.
                try? await Task.sleep(for: .milliseconds(Self.retryPauseMilliseconds))
            }
        }
        state.withLock { state in
            for report in reports where report.outcome.isFinal { state.held[report.deliveryID] = nil }
            if state.hasBacklog { state.bell?.yield() }
        }
    }

    private static func settlement(_ report: AttemptReport) -> DeliverySettlement? {
        let outcome: DeliverySettlement.Outcome
        var reason: String?
        switch report.outcome {
        case .sent: outcome = .sent
        case .retry(let at, let failure):
            outcome = .retry(dueAt: Timestamp(milliseconds: at))
            reason = failure.rawValue
        case .gaveUp(let failure):
            outcome = .givenUp
            reason = failure.rawValue
        case .cancelled:
            // The row was cancelled by the commit that withdrew the offer.
            return nil
        }
        return DeliverySettlement(
            deliveryID: report.deliveryID,
            attempt: report.startedAt == nil ? nil : report.attempt,
            startedAt: Timestamp(milliseconds: report.startedAt ?? report.finishedAt),
            finishedAt: Timestamp(milliseconds: report.finishedAt),
            outcome: outcome,
            status: report.status,
            reason: reason,
            milliseconds: report.timings.map { Double($0.totalMilliseconds) },
            log: AttemptLog(report)
        )
    }

    /// What the reports mean for offers and whistles: taken, silent for now, or out of reach.
    private func commands(for reports: [AttemptReport], _ held: [Int64: Held]) -> [Command] {
        var taken: [OfferID] = []
        var silent: [OfferID] = []
        var lost: [OfferID] = []
        var commands: [Command] = []
        for report in reports {
            guard let delivery = held[report.deliveryID] else { continue }
            if delivery.kind == .deskWhistled, let whistle = delivery.whistle {
                switch report.outcome {
                case .sent: commands.append(.confirmWhistle(whistle.id, of: whistle.requestID))
                case .gaveUp: commands.append(.reportLostWhistle(whistle.id, of: whistle.requestID))
                case .retry, .cancelled: break
                }
            }
            guard delivery.kind == .offerCreated else { continue }
            switch report.outcome {
            case .sent: taken += delivery.offerIDs
            case .retry: silent += delivery.offerIDs
            case .gaveUp: lost += delivery.offerIDs
            case .cancelled: break
            }
        }
        // An endpoint that says it is no more is asked nothing again until somebody says otherwise.
        for id in Set(reports.filter { $0.outcome == .gaveUp(.gone) }.map(\.endpointID)).sorted() {
            commands.append(.changeEndpoint(id, disabled: .gone))
        }
        if !taken.isEmpty { commands.append(.confirmDelivery(taken)) }
        if !silent.isEmpty { commands.append(.reportFailedDelivery(silent, isFinal: false)) }
        if !lost.isEmpty { commands.append(.reportFailedDelivery(lost, isFinal: true)) }
        return commands
    }

    private func count(_ reports: [AttemptReport], _ held: [Int64: Held]) {
        for report in reports {
            guard let delivery = held[report.deliveryID] else { continue }
            let sinceCreation = Double(report.finishedAt - delivery.createdAt.milliseconds) / 1000
            metrics.delivered(report.outcome, secondsSinceCreation: sinceCreation)
        }
    }
}

extension AttemptLog {
    init(_ report: AttemptReport) {
        self.init(report.timings, report.fault)
        platformCode = report.platformCode
        answer = report.answerExcerpt
        leadDeliveryID = report.leadDeliveryID
    }

    init(_ result: AttemptResult) {
        self.init(result.timings, result.fault)
        platformCode = result.platformCode
        answer = result.excerpt
    }

    private init(_ timings: CurlReply.Timings?, _ fault: CurlFault?) {
        self.init()
        dnsMilliseconds = timings?.dnsMilliseconds
        connectMilliseconds = timings?.connectMilliseconds
        tlsMilliseconds = timings?.tlsMilliseconds
        firstByteMilliseconds = timings?.firstByteMilliseconds
        self.fault = fault.map { "\($0.kind)" }
    }
}
