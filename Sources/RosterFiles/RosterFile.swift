internal import Glibc

/// A roster file that is read from its start to its end in chunks.
///
/// A class because the descriptor is a resource that is closed once.
final class RosterFile {
    let totalBytes: Int
    private(set) var bytesRead = 0

    private let descriptor: CInt
    private let limitBytes: Int
    private let chunkBytes: Int

    /// Opens the file and refuses one that is larger than `limitBytes`.
    init(path: String, limitBytes: Int, chunkBytes: Int) throws(ImportFileFault) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        self.limitBytes = limitBytes
        self.chunkBytes = chunkBytes
        guard descriptor >= 0 else { throw Self.fault("open", errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let number = errno
            // Not every property is set yet, so nothing else closes it.
            close(descriptor)
            throw Self.fault("fstat", number)
        }
        totalBytes = Int(status.st_size)
        // From here on the deinitializer runs, and closes, even when this throws.
        try Self.refuse(bytes: totalBytes, over: limitBytes)
    }

    deinit {
        close(descriptor)
    }

    /// The next bytes, or nil at the end.
    func next() throws(ImportFileFault) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        var count = -1
        var number = EINTR
        while count < 0, number == EINTR {
            count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            number = errno
        }
        guard count >= 0 else { throw Self.fault("read", number) }
        guard count > 0 else { return nil }
        bytesRead += count
        // The file may have grown since it was opened.
        try Self.refuse(bytes: bytesRead, over: limitBytes)
        chunk.removeLast(chunk.count - count)
        return chunk
    }

    /// Goes back to the start.
    func rewind() throws(ImportFileFault) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.fault("lseek", errno) }
        bytesRead = 0
    }

    private static func refuse(bytes: Int, over limitBytes: Int) throws(ImportFileFault) {
        guard bytes <= limitBytes else {
            throw ImportFileFault(.tooLarge, "the file has more than \(limitBytes) bytes; split it")
        }
    }

    private static func fault(_ call: String, _ number: CInt) -> ImportFileFault {
        ImportFileFault(.unreadable, "the file cannot be read (\(call): error \(number))")
    }
}
