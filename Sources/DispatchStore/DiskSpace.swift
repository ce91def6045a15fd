import Glibc

/// What a file system has left.
package enum DiskSpace {
    /// Bytes that this user can still write in a folder; nil when the system does not say.
    package static func freeBytes(_ folder: String) -> Int? {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return nil }
        // Some file systems of networks say that there is no end of it.
        let (bytes, overflows) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: status.f_frsize)
        )
        return overflows ? .max : bytes
    }
}
