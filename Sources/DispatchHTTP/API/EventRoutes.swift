import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `/v1/events`: the journal as server-sent events (WHATWG HTML, section 9.2), live and from any position still there.
struct EventRoutes: Sendable {
    /// Lines read at once; bounds what one follower holds in memory.
    private static let readLimit = 200
    /// A comment this often keeps proxies from closing a quiet stream, and finds clients that have gone.
    private static let heartbeatSeconds = 15

    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("events", use: stream)
    }

    @Sendable private func stream(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .integrator, .desk)
        let query = try request.query("requestId")
        var only: String?
        if let text = query["requestId"] {
            guard let id = Identifier<HelpRequest>(text) else {
                throw query.invalid("requestId", "is no id of a request.")
            }
            only = id.description
        }
        let follower = dispatcher.follower
        var start = follower.position
        if let last = request.headers[.lastEventID] {
            guard let position = Int64(last), position >= 0 else {
                throw Problem(
                    .invalidValue,
                    field: "Last-Event-ID",
                    value: .string(last),
                    allowed: ["a journal position"]
                )
            }
            guard position <= start else {
                throw Problem(
                    .invalidValue,
                    detail: "The journal ends at \(start).",
                    field: "Last-Event-ID",
                    value: .string(last)
                )
            }
            let oldest = try await dispatcher.store.oldestJournalPosition()
            guard position >= oldest - 1 else {
                throw Problem(
                    .positionPruned,
                    detail: "The oldest position is \(oldest).",
                    field: "Last-Event-ID",
                    value: .string(last),
                    allowed: ["at least \(oldest - 1)"]
                )
            }
            start = position
        }
        let filter = EventFilter(requestID: only, townshipCode: principal.townshipCode)
        let first = start
        let body = ResponseBody { [dispatcher] writer in
            dispatcher.metrics.eventStreamOpened()
            defer { dispatcher.metrics.eventStreamClosed() }
            try await Self.write(&writer, from: first, to: principal, filter, dispatcher)
            try await writer.finish(nil)
        }
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        headers[.xAccelBuffering] = "no"
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Ends when the token that was come with is revoked or expires: it is checked behind each read and at each heartbeat. What
    /// wakes it when one is revoked is the journal's own entry about that.
    @concurrent
    private static func write(
        _ writer: inout any ResponseBodyWriter,
        from start: Int64,
        to principal: Principal,
        _ filter: EventFilter,
        _ dispatcher: Dispatcher
    ) async throws {
        // Says at once from where on the client follows, so that it can resume even if it hears nothing.
        try await writer.write(ByteBuffer(string: "id: \(start)\n\n"))
        let presenter = TimelinePresenter(tokenNames: [:], clock: dispatcher.clock)
        var position = start
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            let lines = try await dispatcher.store.journal(after: position, limit: readLimit)
            guard dispatcher.access.isInForce(principal, at: dispatcher.clock.expiryWall) else { return }
            // Positions have no gaps. Should a slow follower find one, what it has missed is pruned: asked anew, it is told so.
            if let first = lines.first, first.position - position > 1 { return }
            var text = ""
            for line in lines {
                position = line.position
                guard filter.passes(line, dispatcher.directory) else { continue }
                let data = try WireJSON.text(of: presenter.message(line))
                text += "id: \(line.position)\nevent: \(line.kind)\ndata: \(data)\n\n"
            }
            if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
            guard lines.count < readLimit else { continue }
            let pause = pause(of: principal, dispatcher.clock)
            if !(await waitForMore(past: position, dispatcher.follower, atMost: pause)) {
                guard dispatcher.access.isInForce(principal, at: dispatcher.clock.expiryWall) else { return }
                try await writer.write(ByteBuffer(string: ":\n\n"))
            }
        }
    }

    /// How long a stream may be quiet: until the next heartbeat, or until the token expires.
    private static func pause(of principal: Principal, _ clock: ServiceClock) -> Duration {
        let heartbeat = Duration.seconds(heartbeatSeconds)
        let wall = clock.wallNow
        guard let end = principal.expiresAt, end > wall else { return heartbeat }
        return min(heartbeat, .seconds(end.seconds(since: wall) / clock.rate))
    }

    /// Waits until the journal grows, the daemon shuts down or the pause is over.
    private static func waitForMore(
        past position: Int64,
        _ follower: JournalFollower,
        atMost pause: Duration
    ) async -> Bool {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await follower.grows(past: position) }
                group.addTask {
                    // It throws only when the task is cancelled, and then nobody waits for the heartbeat.
                    try? await Task.sleep(for: pause)
                    return false
                }
                defer { group.cancelAll() }
                return await group.next() ?? false
            }
        }
    }
}

/// Which lines of the journal a follower may and wants to see.
private struct EventFilter: Sendable {
    let requestID: String?
    let townshipCode: String?

    func passes(_ line: Store.JournalLine, _ directory: VillageDirectory) -> Bool {
        if let requestID, line.requestID != requestID { return false }
        guard let townshipCode else { return true }
        guard let village = line.villageCode else { return false }
        return directory.township(ofVillage: village) == townshipCode
    }
}

extension HTTPField.Name {
    fileprivate static var xAccelBuffering: Self {
        guard let name = Self("X-Accel-Buffering") else { preconditionFailure("a header name") }
        return name
    }
}
