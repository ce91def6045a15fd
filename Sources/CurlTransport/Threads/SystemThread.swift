import CCurl
import Glibc

/// Starts threads of the system, and says so when there is none to be had.
///
/// Foundation's `Thread.start()` cannot: work given to it may never begin, and whoever waits for it waits for ever.
package enum SystemThread {
    /// What a thread is to do; retained for the thread, which releases it when it starts to run.
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Runs `body` on a thread of its own, which ends with it. Nobody waits for that end.
    ///
    /// - Parameter name: as `top -H` shows it, 15 bytes at most.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(ThreadFault) {
        let work = unsafe Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else {
                    preconditionFailure("the thread was started with its work")
                }
                let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                // A thread without its name does the same work.
                _ = unsafe ccurl_name_thread(work.name)
                work.body()
                return nil
            },
            work.toOpaque()
        )
        guard code == 0 else {
            unsafe work.release()
            throw ThreadFault(code: code)
        }
        pthread_detach(thread)
    }
}
