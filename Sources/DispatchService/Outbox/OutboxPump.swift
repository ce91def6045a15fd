import CurlTransport
package import DispatchCore
package import DispatchStore
import DispatchWire
package import Logging
import ServiceLifecycle
package import WebhookDelivery

/// Carries notices from the outbox to the courier, and what came of them back to the board.
///
/// The table is the queue; what the courier holds is a window on it. So nothing is lost when memory is short, when the
/// daemon is killed or when a report cannot be recorded at once.
package final class OutboxPump: Service {
    /// Read from the table at once: enough to keep the courier busy, small enough to stay within some megabytes.
    private static let readLimit = 512
    /// Ids handed over by the writer that may wait; beyond it the table is read instead.
    private static let handoverLimit = 20_000
    struct State: Sendable {
        var handedOver: [Int64] = []
        /// There may be due deliveries in the table beyond those held and handed over.
        var hasBacklog = true
        /// What the courier holds, with what each is about.
        var held: [Int64: Held] = [:]
        var bell: AsyncStream<Void>.Continuation?
    }

    struct Held: Sendable {
        let kind: Notice.Kind
        let noticeID: NoticeID
        let offerIDs: [OfferID]
        let whistle: (id: WhistleID, requestID: RequestID)?
        /// Where it goes when it does not arrive.
        let fallbackEndpointID: Int64?
        let createdAt: Timestamp
    }

    let store: Store
    private let renderer: NoticeRenderer
    let clock: ServiceClock
    let metrics: DispatchMetrics
    let logger: Logger
    let writer = Locked<WriterLoop?>(nil)
    let courier = Locked<Courier?>(nil)
    let state = Locked(State())

    package init(
        store: Store,
        links: LinkTokens,
        publicURL: String,
        policy: @escaping @Sendable () -> Policy,
        language: NoticeLanguage,
        clock: ServiceClock,
        metrics: DispatchMetrics,
        logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        renderer = NoticeRenderer(links: links, publicURL: publicURL, policy: policy, language: language, clock: clock)
    }

    /// Ties the knot: writer and courier are made with this pump as their listener.
    package func connect(writer: WriterLoop, courier: Courier) {
        self.writer.withLock { $0 = writer }
        self.courier.withLock { $0 = courier }
    }

    /// New outbox rows were committed. Never blocks.
    package func outboxGrew(_ deliveryIDs: [Int64]) {
        state.withLock { state in
            if state.handedOver.count + deliveryIDs.count <= Self.handoverLimit {
                state.handedOver += deliveryIDs
            } else {
                state.hasBacklog = true
            }
            state.bell?.yield()
        }
    }

    /// The notices of these offers' making are not to be sent any more. Never blocks.
    package func noticesCancelled(_ offerIDs: [OfferID]) {
        let offers = Set(offerIDs)
        let notices = state.withLock { state in
            state.held.values
                .filter { $0.kind == .offerCreated && !offers.isDisjoint(with: $0.offerIDs) }
                .map(\.noticeID.description)
        }
        if !notices.isEmpty { courier.withLock { $0 }?.cancel(noticeIDs: notices) }
    }

    /// The wall clock was set, or is believed again. Never blocks.
    package func clockSet() {
        courier.withLock { $0 }?.clockSet()
    }

    package func run() async throws {
        guard let courier = courier.withLock({ $0 }) else { preconditionFailure("run before connect") }
        let (bells, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.bell = bell }
        // The knot is untied at the end: courier and writer hold this pump, which would keep the store open for ever.
        defer {
            self.courier.withLock { $0 = nil }
            writer.withLock { $0 = nil }
        }
        await recall(into: courier)
        bell.yield()
        // Cancelling ends the courier in good order: attempts in flight are let finish and are recorded.
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await courier.run() }
                group.addTask { for await _ in bells { await self.pump(into: courier) } }
            }
        }
    }

    /// Tells the courier what an earlier run sent a moment ago, so that no robot is sent to too often over a restart.
    private func recall(into courier: Courier) async {
        let since = clock.now.adding(milliseconds: -Courier.recallMilliseconds)
        do {
            let starts = try await store.attemptStarts(since: since)
            courier.recall(
                starts.compactMap { start in
                    Channel(rawValue: start.channel).map { (start.endpointID, $0, start.at.milliseconds) }
                }
            )
        } catch {
            // Worse than a robot that is silenced for a while would be a daemon that does not send at all.
            logger.warning("earlier attempts cannot be read", metadata: ["fault": "\(error)"])
        }
    }

    /// Sends a test to an endpoint at once; nil when the daemon is not sending, as at its end.
    func probe(_ endpoint: Store.EndpointDetail) async throws -> AttemptResult? {
        guard let courier = courier.withLock({ $0 }) else { return nil }
        guard let channel = Channel(rawValue: endpoint.record.channel) else {
            throw UnknownChannel(name: endpoint.record.channel)
        }
        var source = IdentifierSource(SystemRandomNumberGenerator())
        let id: NoticeID = source.next(at: clock.now)
        return await courier.probe(
            DeliveryJob(
                deliveryID: 0,
                noticeID: id.description,
                endpointID: endpoint.id,
                channel: channel,
                url: endpoint.record.url,
                secret: endpoint.record.secret,
                payload: try renderer.testPayload(of: endpoint.id, over: channel),
                dueAt: clock.now.milliseconds,
                deadline: clock.now.milliseconds,
                kind: TestNoticeBody.type
            )
        )
    }

    /// Moves what is due into the courier as long as there is anything and it has room.
    private func pump(into courier: Courier) async {
        while courier.hasRoom {
            let (ids, held, hasBacklog) = state.withLock { state in
                let ids = Array(state.handedOver.prefix(Self.readLimit))
                state.handedOver.removeFirst(ids.count)
                return (ids, state.held, state.hasBacklog)
            }
            do {
                if !ids.isEmpty {
                    offer(try await store.dueDeliveries(ids), to: courier)
                } else if hasBacklog {
                    state.withLock { $0.hasBacklog = false }
                    let found = try await store.dueDeliveries(excluding: Set(held.keys), limit: Self.readLimit)
                    if found.count == Self.readLimit { state.withLock { $0.hasBacklog = true } }
                    offer(found, to: courier)
                } else {
                    return
                }
            } catch is CancellationError {
                // The daemon ends; what is due stays in the table.
                return
            } catch {
                logger.error("the outbox cannot be read", metadata: ["fault": "\(error)"])
                state.withLock { $0.hasBacklog = true }
                return
            }
        }
        state.withLock { $0.hasBacklog = true }
    }

    private func offer(_ deliveries: [Store.DueDelivery], to courier: Courier) {
        var jobs: [DeliveryJob] = []
        for delivery in deliveries {
            do {
                guard let channel = Channel(rawValue: delivery.endpoint.channel) else {
                    throw UnknownChannel(name: delivery.endpoint.channel)
                }
                jobs.append(
                    DeliveryJob(
                        deliveryID: delivery.id,
                        noticeID: delivery.noticeID.description,
                        endpointID: delivery.endpointID,
                        channel: channel,
                        url: delivery.endpoint.url,
                        secret: delivery.endpoint.secret,
                        payload: try renderer.payload(of: delivery, over: channel),
                        attempts: delivery.attempts,
                        dueAt: delivery.dueAt.milliseconds,
                        deadline: delivery.deadline.milliseconds,
                        kind: delivery.kind.rawValue
                    )
                )
            } catch {
                logger.error(
                    "a notice cannot be put together",
                    metadata: ["notice": "\(delivery.noticeID)", "fault": "\(error)"]
                )
            }
        }
        let details = Dictionary(deliveries.map { ($0.id, $0) }) { first, _ in first }
        state.withLock { state in
            for job in jobs {
                guard let delivery = details[job.deliveryID] else { continue }
                state.held[job.deliveryID] = Held(
                    kind: delivery.kind,
                    noticeID: delivery.noticeID,
                    offerIDs: delivery.offerIDs,
                    whistle: delivery.whistleID.map { ($0, delivery.detail.request.id) },
                    fallbackEndpointID: delivery.fallbackEndpointID,
                    createdAt: delivery.createdAt
                )
            }
        }
        let taken = courier.accept(jobs)
        guard taken < jobs.count else { return }
        state.withLock { state in
            for job in jobs[taken...] { state.held[job.deliveryID] = nil }
            state.hasBacklog = true
        }
    }
}

/// An endpoint of the store has a channel that this version does not know: a later one must have written it.
private struct UnknownChannel: Error {
    let name: String
}
