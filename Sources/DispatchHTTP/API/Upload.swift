import CurlTransport
import DispatchWire
import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// An uploaded file on its way through the check; it goes with the last reference to it.
///
/// Every call to its disk is made on threads for calls that may not come back.
package final class Upload: Sendable {
    private static let prefix = ".arrived-upload-"
    /// Bytes collected before they are written, 256 KiB: a few hundred writes for the largest list.
    private static let pieceBytes = 256 * 1024

    let path: String
    private let threads: BlockingThreads
    private let descriptor: Int32

    /// Makes the file.
    private init(_ path: String, _ threads: BlockingThreads) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(errno) }
        self.path = path
        self.threads = threads
    }

    deinit {
        let remove: @Sendable () -> Void = { [descriptor, path] in
            close(descriptor)
            // What is left behind is swept away at the next start.
            unsafe unlink(path)
        }
        if descriptor >= 0, !threads.post(remove) { remove() }
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
        var received = 0
        var piece: [UInt8] = []
        for try await chunk in request.body {
            received += chunk.readableBytes
            guard received <= limit else { throw Problem.bodyTooLarge(limitBytes: limit) }
            piece += chunk.readableBytesView
            if piece.count >= pieceBytes {
                try await upload.write(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        try await upload.write(piece)
        return upload
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
