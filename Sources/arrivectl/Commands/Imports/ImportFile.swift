import Glibc

/// The file an import reads, looked at before anything is sent.
enum ImportFile {
    /// The size of a regular file that can be read.
    static func sizeBytes(_ path: String) throws(CommandFailure) -> Int {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else {
            throw .unreadable("\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
        }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .unreadable("\(path) is not a regular file") }
        guard unsafe access(path, R_OK) == 0 else {
            throw .unreadable("\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
        }
        return Int(facts.st_size)
    }

    /// Fails unless there is a folder at this path.
    static func requireFolder(_ path: String) throws(CommandFailure) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else {
            throw .unreadable("\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
        }
        guard facts.st_mode & S_IFMT == S_IFDIR else { throw .unreadable("\(path) is not a folder") }
    }
}
