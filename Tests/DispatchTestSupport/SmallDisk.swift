import Foundation
import Glibc

/// A file system in memory of a few megabytes, to see what happens when it is full.
///
/// Only where tests may mount one; elsewhere those that need it say that they were skipped.
package final class SmallDisk: Sendable {
    /// Whether this process may mount.
    package static var isPermitted: Bool {
        geteuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil
    }

    package struct NotMounted: Error {
        package let errno: Int32
    }

    package let folder: TemporaryFolder

    package init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        let path = folder.url.path
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            throw NotMounted(errno: errno)
        }
    }

    deinit {
        // Detached even if something still has a file open there; it goes away with the last one.
        _ = unsafe umount2(folder.url.path, Int32(MNT_DETACH))
    }

    /// Takes this many megabytes, or what is left of them.
    package func fill(megabytes: Int) throws {
        let path = folder.path("ballast")
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw NotMounted(errno: errno) }
        defer { close(descriptor) }
        let piece = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<megabytes {
            guard unsafe write(descriptor, piece, piece.count) == piece.count else { return }
        }
    }

    package func empty() throws {
        try FileManager.default.removeItem(atPath: folder.path("ballast"))
    }
}
