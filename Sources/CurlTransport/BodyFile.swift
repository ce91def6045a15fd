import Glibc

/// A regular file being sent as a body.
final class BodyFile {
    let sizeBytes: Int
    private(set) var sentBytes = 0
    /// Set when reading failed, because libcurl only reports that it was told to stop.
    private(set) var fault: CurlFault?
    private let descriptor: Int32

    init(path: String) throws(CurlFault) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BodyFile.fault("open", errno) }
        var facts = stat()
        let code = unsafe fstat(descriptor, &facts)
        guard code == 0, facts.st_mode & S_IFMT == S_IFREG else {
            let fault =
                code == 0 ? CurlFault(.bodyFile, text: "not a regular file") : BodyFile.fault("fstat", errno)
            close(descriptor)
            throw fault
        }
        sizeBytes = Int(facts.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Reads the next bytes; `nil` ends the transfer, because the length promised cannot be kept.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let wanted = min(buffer.count, sizeBytes - sentBytes)
        let count = unsafe Glibc.read(descriptor, buffer.baseAddress, wanted)
        if count < 0 {
            fault = BodyFile.fault("read", errno)
            return nil
        }
        if count == 0, wanted > 0 {
            fault = CurlFault(.bodyFile, text: "the file became shorter while it was sent")
            return nil
        }
        sentBytes += count
        return count
    }

    func seek(to offset: Int) -> Bool {
        guard lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) else { return false }
        sentBytes = offset
        return true
    }

    private static func fault(_ call: String, _ code: Int32) -> CurlFault {
        CurlFault(.bodyFile, code: Int(code), text: "\(call): \(unsafe String(cString: strerror(code)))")
    }
}
