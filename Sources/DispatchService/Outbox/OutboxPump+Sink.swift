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
        let settlements = reports.compactMap { Self.settlement($0, held[$0.deliveryID]) }
        let commands = commands(for: reports, held, stillGoing: await elsewhere(reports, held))
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
        recall(reports, held)
    }

    /// Notices that are on their way to another endpoint, or have arrived there, although a delivery has been given up.
    private func elsewhere(_ reports: [AttemptReport], _ held: [Int64: Held]) async -> Set<NoticeID> {
        let ended = Set(reports.lazy.filter(\.outcome.isFinal).map(\.deliveryID))
        var notices = Set(reports.lazy.filter { $0.outcome == .sent }.compactMap { held[$0.deliveryID]?.noticeID })
        for report in reports {
            guard case .gaveUp = report.outcome, let delivery = held[report.deliveryID] else { continue }
            do {
                let all = try await store.deliveries(ofNotice: delivery.noticeID)
                let fallback = Self.fallback(after: report, delivery)
                let begins = fallback.map { id in !all.contains { $0.endpointID == id } } ?? false
                let goesOn = all.contains { $0.state == "sent" || $0.state == "due" && !ended.contains($0.id) }
                if begins || goesOn { notices.insert(delivery.noticeID) }
            } catch {
                logger.error("the outbox cannot be read", metadata: ["fault": "\(error)"])
            }
        }
        return notices
    }

    /// What has arrived at one endpoint is taken back from the others.
    private func recall(_ reports: [AttemptReport], _ held: [Int64: Held]) {
        let arrived = Set(reports.lazy.filter { $0.outcome == .sent }.compactMap { held[$0.deliveryID]?.noticeID })
        guard !arrived.isEmpty else { return }
        let waiting = state.withLock { state in
            Set(state.held.values.lazy.map(\.noticeID).filter(arrived.contains)).map(\.description)
        }
        if !waiting.isEmpty { courier.withLock { $0 }?.cancel(noticeIDs: waiting) }
    }

    private static func settlement(_ report: AttemptReport, _ delivery: Held?) -> DeliverySettlement? {
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
            log: AttemptLog(report),
            fallbackEndpointID: Self.fallback(after: report, delivery),
            countsForHealth: reason != DeliveryFailure.clockDoubted.rawValue
        )
    }

    /// Where a notice goes as well after this; nil when it has arrived, is not wanted any more, or comes too late anyway.
    private static func fallback(after report: AttemptReport, _ delivery: Held?) -> Int64? {
        switch report.outcome {
        case .sent, .cancelled, .gaveUp(.deadlinePassed): nil
        case .retry, .gaveUp: delivery?.fallbackEndpointID
        }
    }

    /// What the reports mean for offers and whistles: taken, silent for now, or out of reach.
    private func commands(
        for reports: [AttemptReport],
        _ held: [Int64: Held],
        stillGoing: Set<NoticeID>
    ) -> [Command] {
        // One offer may be in several deliveries of the same batch.
        var taken: Set<OfferID> = []
        var silent: Set<OfferID> = []
        var lost: Set<OfferID> = []
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
            case .sent: taken.formUnion(delivery.offerIDs)
            case .retry: silent.formUnion(delivery.offerIDs)
            case .gaveUp where stillGoing.contains(delivery.noticeID): silent.formUnion(delivery.offerIDs)
            case .gaveUp: lost.formUnion(delivery.offerIDs)
            case .cancelled: break
            }
        }
        // An endpoint that says it is no more is asked nothing again until somebody says otherwise.
        for id in Set(reports.filter { $0.outcome == .gaveUp(.gone) }.map(\.endpointID)).sorted() {
            commands.append(.changeEndpoint(id, disabled: .gone))
        }
        let reached = Set(reports.filter { $0.outcome == .sent }.map(\.endpointID)).sorted()
        if !reached.isEmpty { commands.append(.noteReach(reached, isReached: true)) }
        if !taken.isEmpty { commands.append(.confirmDelivery(taken.sorted())) }
        if !silent.isEmpty { commands.append(.reportFailedDelivery(silent.sorted(), isFinal: false)) }
        if !lost.isEmpty { commands.append(.reportFailedDelivery(lost.sorted(), isFinal: true)) }
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
