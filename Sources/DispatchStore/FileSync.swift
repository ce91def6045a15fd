import Glibc

/// Puts files and folders on the disk for good.
package enum FileSync {
    /// A name that was made, changed or removed in a folder survives a power loss after this.
    package static func folder(_ path: String) throws(StoreFault) {
        try sync(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, "folder")
    }

    /// What was written to a file survives a power loss after this. Not for a file that SQLite has open in this process:
    /// closing a second descriptor lets go of its locks.
    static func file(_ path: String) throws(StoreFault) {
        try sync(path, O_RDONLY | O_CLOEXEC, "file")
    }

    private static func sync(_ path: String, _ flags: Int32, _ what: String) throws(StoreFault) {
        let descriptor = unsafe open(path, flags)
        guard descriptor >= 0 else { throw .system("open \(path)", "the \(what) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("sync \(path)", "the \(what) cannot be put on the disk") }
    }
}
