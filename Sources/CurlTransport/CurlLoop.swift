import CCurl
import Glibc

/// Makes many HTTP calls at once on one thread of its own, through libcurl's multi interface.
///
/// The thread owns the multi handle and every easy handle; other threads put jobs into an inbox and wake it. One loop has
/// one `AddressPolicy`, because a pooled connection is not judged again: exchanges that may go to different addresses
/// need different loops. Names are looked up by a `NameResolver`, never by libcurl, which would start a thread for each
/// transfer. Nothing is followed, remembered or taken from the environment: no redirects, cookies, netrc,
/// proxies or compressed bodies; TLS certificates are always verified.
package final class CurlLoop: Sendable {
    package struct Configuration: Sendable {
        package var policy: AddressPolicy
        /// Exchanges on the wire at once.
        package var inFlightLimit = 640
        /// Exchanges waiting for a place; their timeouts start when they get one. More are answered `overloaded`.
        package var waitingLimit = 16_384
        /// Idle and busy connections kept; fewer than `inFlightLimit` would make every exchange connect anew.
        package var connectionLimit = 1_024
        /// Age at which a connection is not used again, so that changes of DNS and addresses take effect.
        package var connectionLifetimeSeconds = 300
        /// Bytes of a reply's header, all lines together; a webhook's answer needs well under one thousand.
        package var headerLimitBytes = 32 * 1_024

        package init(policy: AddressPolicy) {
            self.policy = policy
        }
    }

    /// Names one submitted exchange for `cancel`.
    package struct Ticket: Hashable, Sendable {
        let number: UInt64
    }

    private let inbox: CurlInbox
    // Written once in `init`; nil after the thread was joined.
    private let thread: Locked<pthread_t?>

    /// Starts the thread; fails if the system gives no thread or no memory.
    ///
    /// - Parameter resolver: Looks up hosts; those of one resolver share what it remembers.
    package init(configuration: Configuration, resolver: NameResolver = NameResolver()) throws(CurlFault) {
        CurlLibrary.prepare()
        inbox = CurlInbox(limit: configuration.inFlightLimit + configuration.waitingLimit)
        let engine = try CurlEngine(configuration: configuration, inbox: inbox, resolver: resolver)
        // Retained for the thread, which releases it when it starts to run.
        let context = unsafe Unmanaged.passRetained(engine)
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else {
                    preconditionFailure("the thread was started with its engine")
                }
                let engine = unsafe Unmanaged<CurlEngine>.fromOpaque(context).takeRetainedValue()
                engine.run()
                return nil
            },
            context.toOpaque()
        )
        guard code == 0 else {
            unsafe context.release()
            throw CurlFault(.other, code: Int(code), text: ThreadFault(code: code).description)
        }
        self.thread = Locked(thread)
    }

    deinit {
        shutdown()
    }

    /// Hands an exchange to the thread and returns at once.
    ///
    /// `completion` is called exactly once, on the loop's thread (or on the caller's, if the loop is full or shut down): it
    /// must be brief and must not block.
    ///
    /// - Parameter waitsForName: Called at most once, on the loop's thread, when the host's name has not been answered for
    ///   within ``CurlNaming/patienceMilliseconds``; the exchange goes on.
    @discardableResult
    package func submit(
        _ exchange: CurlExchange,
        waitsForName: (@Sendable () -> Void)? = nil,
        completion: @escaping @Sendable (Result<CurlReply, CurlFault>) -> Void
    ) -> Ticket {
        switch inbox.submit(exchange, waitsForName, completion) {
        case .taken(let number):
            return Ticket(number: number)
        case .refused(let fault):
            completion(.failure(fault))
            return Ticket(number: 0)
        }
    }

    /// Ends an exchange, whose completion gets `cancelled`; one that has ended already is left as it is.
    package func cancel(_ ticket: Ticket) {
        inbox.cancel(ticket.number)
    }

    /// Makes one call; cancelling the task ends it.
    package func perform(_ exchange: CurlExchange) async throws(CurlFault) -> CurlReply {
        // The ticket is known only after submission, and cancellation may come before or after it.
        let state = Locked<(ticket: Ticket?, isCancelled: Bool)>((nil, Task.isCancelled))
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ticket = submit(exchange) { continuation.resume(returning: $0) }
                let isCancelled = state.withLock { state in
                    state.ticket = ticket
                    return state.isCancelled
                }
                if isCancelled { cancel(ticket) }
            }
        } onCancel: {
            let ticket = state.withLock { state in
                state.isCancelled = true
                return state.ticket
            }
            if let ticket { cancel(ticket) }
        }
        return try result.get()
    }

    /// Ends the thread: what has not ended is answered `cancelled`, and later submissions are too.
    ///
    /// It returns when every completion has been called, which takes no longer than those calls do. Calling it again does
    /// nothing. From a completion it cannot wait for its own thread and returns at once.
    package func shutdown() {
        inbox.stop()
        guard
            let thread = thread.withLock({ thread in
                defer { thread = nil }
                return thread
            })
        else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}
