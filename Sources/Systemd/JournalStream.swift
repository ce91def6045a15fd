import Glibc

/// Whether what a descriptor is given goes straight to the journal (`JOURNAL_STREAM`, systemd.exec(5)).
package enum JournalStream {
    /// Compares the device and inode systemd announced with those of the descriptor, which may have been redirected since.
    package static func isConnected(environment: [String: String], descriptor: Int32 = STDERR_FILENO) -> Bool {
        guard let text = environment["JOURNAL_STREAM"] else { return false }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let device = UInt(parts[0]), let inode = UInt(parts[1]) else { return false }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        return status.st_dev == device && status.st_ino == inode
    }
}
