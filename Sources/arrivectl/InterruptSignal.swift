// Dispatch sources may be used from any thread; the module does not say so in the language.
@unsafe @preconcurrency import Dispatch
import Glibc

/// Ctrl-C as a stream, so that a command can end in order.
enum InterruptSignal {
    /// One element for each SIGINT from now on, which then no longer ends the program by itself.
    static func stream() -> AsyncStream<Void> {
        signal(SIGINT, SIG_IGN)
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let source = DispatchSource.makeSignalSource(signal: SIGINT)
            source.setEventHandler { continuation.yield() }
            continuation.onTermination = { _ in source.cancel() }
            source.activate()
        }
    }
}
