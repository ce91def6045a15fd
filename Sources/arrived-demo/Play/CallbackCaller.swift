import CurlTransport
import DispatchWire
import Simulation

/// Sends a member's tap to the daemon, as the page behind the message would.
struct CallbackCaller: Sendable {
    /// People tap again when nothing happens, so often …
    private static let attemptLimit = 5
    /// … and after so long.
    private static let pauseMilliseconds = 500
    private static let timeoutMilliseconds = 10_000

    enum Answer {
        case taken
        case refused(Problem)
        /// No answer after all attempts.
        case lost(String)
    }

    let loop: CurlLoop

    func send(_ action: PlayedAction, to callback: String) async throws(CancellationError) -> Answer {
        var reason = ""
        for attempt in 0..<Self.attemptLimit {
            if attempt > 0 { try await pause(.milliseconds(Self.pauseMilliseconds)) }
            do {
                let reply = try await loop.perform(
                    CurlExchange(
                        method: .post,
                        url: callback,
                        headers: [("Content-Type", WireJSON.mediaType)],
                        body: .bytes(Array(#"{"action":"\#(action.word)"}"#.utf8)),
                        totalTimeoutMilliseconds: Self.timeoutMilliseconds
                    )
                )
                if reply.status == 200 { return .taken }
                let problem = try WireJSON.read(Problem.self, from: reply.body)
                if reply.status < 500 { return .refused(problem) }
                reason = problem.description
            } catch let fault as CurlFault {
                if fault.kind == .cancelled { throw CancellationError() }
                reason = fault.description
            } catch {
                reason = "the answer was no problem document"
            }
        }
        return .lost(reason)
    }
}

/// Sleeps, with the one error that sleeping has.
func pause(_ duration: Duration) async throws(CancellationError) {
    do {
        try await Task.sleep(for: duration)
    } catch {
        throw CancellationError()
    }
}
