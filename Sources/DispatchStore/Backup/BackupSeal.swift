import Crypto
import Glibc

/// The end of a backup: a mark, and the SHA-256 (FIPS 180-4) of every byte before both.
///
/// The check of an SQLite file sees a page that is not built as pages are, but neither another value in a row nor a piece
/// that is missing in free space. SQLite counts pages by the file's header, so to it a sealed file is a database like any
/// other.
enum BackupSeal {
    private static let mark = Array("ARRIVED1".utf8)
    private static let pieceBytes = 1024 * 1024
    static let lengthBytes = mark.count + SHA256.byteCount

    /// Seals what the file holds so far.
    ///
    /// - Parameter eachPiece: Called between pieces of 1 MiB; what it throws ends the reading.
    static func append(to path: String, _ descriptor: Int32, eachPiece: () throws -> Void) throws {
        let length = Int(lseek(descriptor, 0, SEEK_END))
        let seal = mark + (try digest(descriptor, length, "seal \(path)", eachPiece))
        guard unsafe pwrite(descriptor, seal, seal.count, off_t(length)) == seal.count else {
            throw StoreFault.system("seal \(path)", "the copy cannot be written")
        }
    }

    /// Refuses a file without a seal, or with another content than was sealed; `damaged`, `permission` or `failed`.
    ///
    /// - Parameter eachPiece: Called between pieces of 1 MiB; what it throws ends the reading.
    static func check(_ path: String, _ operation: String, eachPiece: () throws -> Void) throws {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFault.system(operation, "the backup cannot be read") }
        defer { close(descriptor) }
        try check(descriptor, operation, eachPiece: eachPiece)
    }

    static func check(_ descriptor: Int32, _ operation: String, eachPiece: () throws -> Void) throws {
        let length = Int(lseek(descriptor, 0, SEEK_END)) - lengthBytes
        var seal = [UInt8](repeating: 0, count: lengthBytes)
        guard length >= 0, unsafe pread(descriptor, &seal, seal.count, off_t(length)) == seal.count,
            seal.starts(with: mark)
        else {
            throw StoreFault(
                .damaged,
                operation,
                "the file does not end as a backup does: it is none, or was cut short; take another backup"
            )
        }
        guard try digest(descriptor, length, operation, eachPiece) == Array(seal.dropFirst(mark.count)) else {
            throw StoreFault(
                .damaged,
                operation,
                "the file is not as it was made, some bytes have changed; take another backup"
            )
        }
    }

    /// Takes the seal off a file of that size, which becomes a store.
    static func remove(from path: String, sizeBytes: Int) throws(StoreFault) {
        guard unsafe truncate(path, off_t(sizeBytes - lengthBytes)) == 0 else {
            throw .system("cut \(path)", "the copy cannot be written")
        }
    }

    private static func digest(
        _ descriptor: Int32,
        _ length: Int,
        _ operation: String,
        _ eachPiece: () throws -> Void
    ) throws -> [UInt8] {
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        var offset = 0
        while offset < length {
            let count = unsafe pread(descriptor, &piece, min(piece.count, length - offset), off_t(offset))
            guard count > 0 else { throw StoreFault.system(operation, "the backup cannot be read") }
            unsafe piece.withUnsafeBytes { unsafe hash.update(bufferPointer: .init(rebasing: $0[..<count])) }
            offset += count
            try eachPiece()
        }
        return Array(hash.finalize())
    }
}
