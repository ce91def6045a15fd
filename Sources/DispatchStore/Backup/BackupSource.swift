import Glibc

/// A backup, sealed and whole, that is open for reading whoever this process becomes afterwards.
///
/// Its seal is looked at before anything is copied: what root can read and is no backup must not come into a folder of
/// somebody else's.
package final class BackupSource: Sendable {
    private static let pieceBytes = 1024 * 1024

    let path: String
    private let descriptor: Int32

    /// Throws `missing`, `damaged`, `permission` or `failed`.
    package init(_ path: String) throws(StoreFault) {
        let operation = "check the backup \(path)"
        try StoreFiles.requireFile(path, operation, orElse: "arrivectl backup --list says which there are")
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw .system(operation, "it cannot be opened") }
        do {
            try BackupSeal.check(descriptor, operation) {}
        } catch {
            throw StoreFault(error, operation)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes all of it to a new file, for its owner alone.
    func copy(to target: String) throws(StoreFault) {
        let operation = "copy \(path)"
        let output = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw .system("create \(target)", "no file can be made there") }
        defer { close(output) }
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        var offset: off_t = 0
        while true {
            let count = unsafe pread(descriptor, &piece, piece.count, offset)
            guard count >= 0 else { throw .system(operation, "the backup cannot be read") }
            guard count > 0 else { return }
            offset += off_t(count)
            var rest = piece[..<count]
            while !rest.isEmpty {
                let written = unsafe rest.withUnsafeBytes { unsafe write(output, $0.baseAddress, $0.count) }
                guard written > 0 else { throw .system(operation, "the copy cannot be written") }
                rest = rest.dropFirst(written)
            }
        }
    }
}
