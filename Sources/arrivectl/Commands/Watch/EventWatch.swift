import DispatchWire
import Synchronization

/// Follows the event stream over as many connections as it takes.
final class EventWatch: Sendable {
    /// Pauses before the second, third … connection in seconds: 1, 2, 4, 8, then 15 each; an event begins them anew.
    private static let pausesSeconds = [1, 2, 4, 8, 15]

    private let session: APISession
    private let requestID: String?
    private let parser: Mutex<EventStreamParser>
    private let progress = Mutex(Progress())

    private struct Progress {
        /// Whether the server ever answered: before that a failure means a wrong address or token.
        var hasAnswered = false
        /// Connections in a row that brought no event.
        var fruitlessConnections = 0
    }

    init(session: APISession, requestID: String?, since: Int64?) {
        self.session = session
        self.requestID = requestID
        parser = Mutex(EventStreamParser(lastID: since.map(String.init)))
    }

    /// Prints events until the task is cancelled or the server refuses.
    ///
    /// A server that never answered ends it; one that did is tried again and again.
    func follow() async throws(CommandFailure) {
        while !Task.isCancelled {
            do throws(CommandFailure) {
                try await connect()
                if !Task.isCancelled { session.console.note("The stream ended; connecting again.") }
            } catch {
                if Task.isCancelled { return }
                let isPassing = error.exitCode == 2 || error.exitCode == 75
                guard isPassing, progress.withLock({ $0.hasAnswered }) else { throw error }
                session.console.note("\(error.sentence) Trying again.")
            }
            await session.surroundings.pause(nextPauseSeconds())
        }
    }

    private func connect() async throws(CommandFailure) {
        var call = APICall(.get, ["v1", "events"], query: [("requestId", requestID)])
        call.accept = "text/event-stream"
        call.lastEventID = parser.withLock { parser in
            // What came of an event before the connection was lost will come again whole.
            parser = EventStreamParser(lastID: parser.lastID)
            return parser.lastID
        }
        call.isUnhurried = true
        call.onBody = { [self] bytes in
            let messages = parser.withLock { $0.take(bytes) }
            progress.withLock { progress in
                progress.hasAnswered = true
                if !messages.isEmpty { progress.fruitlessConnections = 0 }
            }
            for message in messages { show(message) }
        }
        _ = try await session.send(call)
        progress.withLock { $0.hasAnswered = true }
    }

    private func show(_ message: EventStreamParser.Message) {
        if session.wantsJSON {
            session.console.print(json: Array(message.data.utf8))
            return
        }
        do {
            let event = try WireJSON.read(EventMessage.self, from: Array(message.data.utf8))
            let cells = EventLine.cells(event, session.clock, namesRequest: true)
            session.console.print("\(cells[0])  \(DisplayWidth.padded(cells[1], to: 24))  \(cells[2])")
        } catch {
            session.console.note("An event is not understood: \(message.data)")
        }
    }

    private func nextPauseSeconds() -> Int {
        let count = progress.withLock { progress in
            defer { progress.fruitlessConnections += 1 }
            return progress.fruitlessConnections
        }
        return Self.pausesSeconds[min(count, Self.pausesSeconds.count - 1)]
    }
}
