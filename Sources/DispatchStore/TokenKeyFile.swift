import Glibc

/// The key of link tokens: 32 random bytes in a file that only its owner can read.
enum TokenKeyFile {
    static let lengthBytes = 32

    static func read(_ files: StoreFiles) throws(StoreFault) -> [UInt8] {
        let operation = "read \(files.key)"
        let descriptor = unsafe open(files.key, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StoreFault(.permission, operation, "\(StoreFiles.systemError()); links cannot be checked without it")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw StoreFault(.failed, operation, StoreFiles.systemError())
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StoreFault(.permission, operation, "others can read the token key; run chmod 600 \(files.key)")
        }
        var bytes = [UInt8](repeating: 0, count: lengthBytes + 1)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count == lengthBytes else {
            throw StoreFault(
                .damaged,
                operation,
                "the token key must be \(lengthBytes) bytes; restore it from a backup"
            )
        }
        return Array(bytes.prefix(lengthBytes))
    }

    /// The key that was given, or else the one in the file.
    static func key(_ given: [UInt8]?, _ files: StoreFiles) throws(StoreFault) -> [UInt8] {
        guard let given else { return try read(files) }
        guard given.count == lengthBytes else {
            throw StoreFault(
                .damaged,
                "read the token key",
                "it must be \(lengthBytes) bytes, and the one given has \(given.count)"
            )
        }
        return given
    }

    static func create(_ files: StoreFiles, key: [UInt8]) throws(StoreFault) {
        let operation = "create \(files.key)"
        let descriptor = unsafe open(files.key, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFault(errno == EEXIST ? .exists : .permission, operation, StoreFiles.systemError())
        }
        defer { close(descriptor) }
        guard unsafe write(descriptor, key, key.count) == key.count, fsync(descriptor) == 0 else {
            throw StoreFault(.failed, operation, StoreFiles.systemError())
        }
    }
}
