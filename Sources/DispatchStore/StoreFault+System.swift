import Glibc

extension StoreFault {
    /// What the last error of a system call means here.
    ///
    /// - Parameter what: What could not be done, in a few words without a path: `the folder cannot be made`.
    static func system(_ operation: String, _ what: String) -> StoreFault {
        let number = errno
        let explanation = "\(what): \(StoreFiles.systemError())"
        switch number {
        case ENOSPC, EDQUOT: return StoreFault(.diskFull, operation, explanation)
        case EEXIST: return StoreFault(.exists, operation, explanation)
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR: return StoreFault(.permission, operation, explanation)
        case _: return StoreFault(.failed, operation, explanation)
        }
    }
}
