import Foundation
import Glibc
import Testing

/// A small file system in memory, for what needs one that is full or read-only.
struct MountedFolder {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private static let fillAttempts = 100

    let folder: TestFolder

    /// Whether this user may mount; otherwise the tests that need it say that they were skipped.
    static let isPermitted: Bool = {
        let probe = FileManager.default.temporaryDirectory.appending(path: "arrived-mount-\(UUID().uuidString)").path
        guard unsafe mkdir(probe, 0o700) == 0 else { return false }
        defer { unsafe rmdir(probe) }
        guard unsafe mount("tmpfs", probe, "tmpfs", 0, "size=1m") == 0 else { return false }
        unsafe umount(probe)
        return true
    }()

    static func with<Value>(sizeBytes: Int, _ body: (MountedFolder) async throws -> Value) async throws -> Value {
        try await TestFolder.with { outer in
            let path = outer.file("mount")
            guard unsafe mkdir(path, 0o700) == 0, unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(sizeBytes)") == 0
            else {
                throw Failed(description: "mount: errno \(errno)")
            }
            // Lazily: a child that is just ending may still hold a file.
            defer { unsafe umount2(path, Int32(MNT_DETACH)) }
            return try await body(MountedFolder(folder: TestFolder(path: path)))
        }
    }

    func makeReadOnly() async throws {
        guard unsafe mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else {
            throw Failed(description: "remount: errno \(errno)")
        }
    }

    /// Bytes that can still be written.
    var freeBytes: Int {
        var status = statvfs()
        guard unsafe statvfs(folder.path, &status) == 0 else { return 0 }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// Writes a file that leaves so much room and no more.
    func fill(leaving bytes: Int) throws {
        let descriptor = unsafe open(folder.file("filler"), O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw Failed(description: "open: errno \(errno)") }
        defer { close(descriptor) }
        // The daemon writes meanwhile, so what was free a moment ago may be gone: look again. Never more than at first: it
        // may just have given its reserve back, which is not to be filled.
        var size = off_t.max
        var code = ENOSPC
        for _ in 1...Self.fillAttempts where code == ENOSPC {
            size = min(size, lseek(descriptor, 0, SEEK_END) + off_t(max(0, freeBytes - bytes)))
            code = posix_fallocate(descriptor, 0, size)
        }
        guard code == 0 else { throw Failed(description: "posix_fallocate: \(code)") }
    }

    func empty() throws {
        try FileManager.default.removeItem(atPath: folder.file("filler"))
    }
}
