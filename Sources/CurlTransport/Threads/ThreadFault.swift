import Glibc

/// The system gave no thread: the limit of processes (`TasksMax`, RLIMIT_NPROC) is reached, or memory is short.
package struct ThreadFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What pthread_create(3) returned, an `errno`.
    package let code: Int32

    package init(code: Int32) {
        self.code = code
    }

    package var description: String {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "unknown error"
        return "the system gives no thread: pthread_create: \(reason) (errno \(code)); "
            + "see TasksMax and the limit of processes"
    }
}
