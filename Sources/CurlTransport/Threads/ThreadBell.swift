import Glibc

/// Wakes one waiting thread for each ring (sem_overview(7)); rings that nobody waits for are kept.
@safe final class ThreadBell: @unchecked Sendable {
    // Allocated, because a semaphore must not move in memory.
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        let code = unsafe sem_init(semaphore, 0, 0)
        // The number is in range and the semaphore is of this process: nothing else makes it fail.
        precondition(code == 0, "sem_init failed with \(errno)")
    }

    deinit {
        // Nobody waits: waiting keeps this object alive.
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deinitialize(count: 1)
        unsafe semaphore.deallocate()
    }

    func ring() {
        unsafe sem_post(semaphore)
    }

    func wait() {
        // A signal handler may end the wait early.
        while unsafe sem_wait(semaphore) != 0 {}
    }
}
