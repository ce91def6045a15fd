import CurlTransport
import DispatchWire
import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// An uploaded file on its way through the check: it goes with the last reference to it, however that comes about.
///
/// Left behind by a daemon that was killed, it is removed at the next start. Every call to its disk is made on threads for calls
/// that may not come back.
package final class Upload: Sendable {
    private static let prefix = ".arrived-upload-"
    /// Bytes collected before they are written, 256 KiB: a few hundred writes for the largest list.
    private static let pieceBytes = 256 * 1024

    let path: String
    private let threads: BlockingThreads
    private let descriptor: Int32
    private let isRemoved = Locked(false)

    /// Makes the file.
    private init(_ path: String, _ threads: BlockingThreads) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(errno) }
        self.path = path
        self.threads = threads
    }

    deinit {
        guard !isRemoved.withLock({ $0 }) else { return }
        let remove = removal
        if !threads.post(remove) { remove() }
    }

    /// Removes the file before an answer says that all is over; without it the file goes a moment after the last reference.
    func remove() async {
        isRemoved.withLock { $0 = true }
        let remove = removal
        do {
            try await threads.run { _ in remove() }
        } catch let fault as BlockingFault where !fault.mayComeBack {
            remove()
        } catch {
            // It goes when its disk answers.
        }
    }

    private var removal: @Sendable () -> Void {
        { [descriptor, path] in
            close(descriptor)
            // What is left behind is swept away at the next start.
            unsafe unlink(path)
        }
    }

    /// Writes the body to a file of its own, up to `WireLimits.importLimitBytes`.
    static func receive(
        _ request: Request,
        into folder: String,
        on threads: BlockingThreads
    ) async throws -> Upload {
        let limit = WireLimits.importLimitBytes
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.bodyTooLarge(limitBytes: limit)
        }
        let path = "\(folder)/\(prefix)\(UUID().uuidString)"
        let upload = try await threads.run { _ in try Upload(path, threads) }
        do {
            try await upload.take(request.body, limit: limit)
        } catch {
            await upload.remove()
            throw error
        }
        return upload
    }

    private func take(_ body: RequestBody, limit: Int) async throws {
        var received = 0
        var piece: [UInt8] = []
        for try await chunk in body {
            received += chunk.readableBytes
            guard received <= limit else { throw Problem.bodyTooLarge(limitBytes: limit) }
            piece += chunk.readableBytesView
            if piece.count >= Self.pieceBytes {
                try await write(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        try await write(piece)
    }

    private func write(_ bytes: [UInt8]) async throws {
        try await threads.run { [self] _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw Self.problem(errno) }
                rest = rest.dropFirst(written)
            }
        }
    }

    private static func problem(_ number: Int32) -> Problem {
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return Problem(.diskFull, detail: "The upload cannot be kept: \(reason).", retryAfterSeconds: 30)
    }

    /// Removes what uploads have left in a folder when their daemon was killed.
    package static func sweep(_ folder: String) {
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) { unsafe unlink("\(folder)/\(name)") }
    }
}
