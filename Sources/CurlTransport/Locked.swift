import Glibc

/// A value that one thread at a time may touch.
///
/// It wraps `pthread_mutex_t` because the thread sanitizer knows that lock, while it reports false races on
/// `Synchronization.Mutex`. The critical section must be short and must not call out to foreign code.
@safe package final class Locked<Value: Sendable>: @unchecked Sendable {
    // Allocated, because a mutex must not move in memory; guards `value`.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        let code = unsafe pthread_mutex_init(mutex, nil)
        // Default attributes leave only lack of memory as a cause.
        precondition(code == 0, "pthread_mutex_init failed with \(code)")
    }

    deinit {
        // Nobody can hold the lock: holding it keeps this object alive.
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deinitialize(count: 1)
        unsafe mutex.deallocate()
    }

    /// Runs `body` with exclusive access to the value.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
