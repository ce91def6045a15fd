import Glibc

/// What a file system has left.
package enum DiskSpace {
    /// Bytes that this user can still write in a folder; nil when the system does not say.
    package static func freeBytes(_ folder: String) -> Int? {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
