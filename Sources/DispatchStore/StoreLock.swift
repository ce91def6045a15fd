import Glibc

/// Refuses a second daemon on one store, by an advisory lock that ends with the process, however it ends.
final class StoreLock: Sendable {
    private let descriptor: Int32

    init(_ files: StoreFiles) throws(StoreFault) {
        descriptor = unsafe open(files.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFault(.permission, "open \(files.lock)", StoreFiles.systemError())
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = StoreFiles.systemError()
            close(descriptor)
            throw isHeld
                ? StoreFault(.locked, "lock \(files.database)", "another arrived has this store open; stop it first")
                : StoreFault(.failed, "lock \(files.database)", reason)
        }
    }

    /// Lets somebody else open the store.
    func release() {
        // It fails only for what is no descriptor, and this is one until the end.
        _ = flock(descriptor, LOCK_UN)
    }

    deinit {
        close(descriptor)
    }
}
