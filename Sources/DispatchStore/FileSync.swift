import Glibc

/// Puts files and folders on the disk for good.
enum FileSync {
    /// A name that was made, changed or removed in a folder survives a power loss after this.
    static func folder(_ path: String) throws(StoreFault) {
        try sync(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    private static func sync(_ path: String, _ flags: Int32) throws(StoreFault) {
        let descriptor = unsafe open(path, flags)
        guard descriptor >= 0 else { throw .system("open \(path)", "the folder cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("sync \(path)", "the folder cannot be put on the disk") }
    }
}
