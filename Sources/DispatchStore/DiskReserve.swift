import Glibc

/// Space set aside so that a full disk stops new requests, not those already taken.
///
/// The reserve is a file beside the store. When a commit finds the disk full a piece of the reserve is given back, and
/// callbacks, deliveries and ticks go on in it, while new requests and imports are refused. Piece by piece, because whatever
/// filled the disk may go on filling it. Once there is room again the reserve is made whole, and everything goes on as
/// before. Used by the writer alone.
package struct DiskReserve {
    /// Days of callbacks and deliveries of what is open; see the capacity section of the operations guide.
    package static let sizeBytes = 64 * 1024 * 1024
    /// New requests stop while less than this is free beside the reserve, before a commit has to fail.
    package static let marginBytes = 16 * 1024 * 1024

    /// Given back at a time: hundreds of commits, and an eighth of the reserve when something else takes it at once.
    package static let pieceBytes = 8 * 1024 * 1024

    private let path: String
    private let folder: String
    private let size: Int

    package init(_ files: StoreFiles, sizeBytes: Int = DiskReserve.sizeBytes) {
        path = files.reserve
        folder = files.folder
        size = sizeBytes
    }

    /// The reserve is in place.
    package var isHeld: Bool {
        heldBytes >= size
    }

    private var heldBytes: Int {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return 0 }
        return Int(status.st_blocks) * 512
    }

    /// Bytes that this user can still write where the store is; nil when the system does not say.
    package var freeBytes: Int? { DiskSpace.freeBytes(folder) }

    /// Sets the space aside if there is room for it and a margin; otherwise leaves things as they are.
    ///
    /// - Returns: Whether new requests can be taken: the reserve is held and the margin is free.
    package func restore() -> Bool {
        if isHeld { return (freeBytes ?? .max) >= Self.marginBytes }
        guard (freeBytes ?? 0) >= size - heldBytes + 2 * Self.marginBytes else { return false }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard posix_fallocate(descriptor, 0, off_t(size)) == 0 else {
            return false
        }
        return true
    }

    /// Gives a piece of the space back to the file system.
    ///
    /// - Returns: Whether there was any left.
    package func release() -> Bool {
        let held = heldBytes
        guard held > 0 else { return false }
        return unsafe truncate(path, off_t(max(0, held - Self.pieceBytes))) == 0
    }
}
