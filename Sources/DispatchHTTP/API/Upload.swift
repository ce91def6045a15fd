import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// An uploaded file on its way through the check: it goes with the last reference to it, however that comes about.
///
/// Left behind by a daemon that was killed, it is removed at the next start.
package final class Upload: Sendable {
    private static let prefix = ".arrived-upload-"

    let path: String

    private init(in folder: String) throws(Problem) {
        path = "\(folder)/\(Self.prefix)\(UUID().uuidString)"
        let isMade = FileManager.default.createFile(
            atPath: path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw Problem(.diskFull, detail: "The upload cannot be kept.", retryAfterSeconds: 30) }
    }

    deinit {
        Self.remove(path)
    }

    /// Writes the body to a file of its own, up to `WireLimits.importLimitBytes`.
    static func receive(_ request: Request, into folder: String) async throws -> Upload {
        let limit = WireLimits.importLimitBytes
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.bodyTooLarge(limitBytes: limit)
        }
        let upload = try Upload(in: folder)
        do {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: upload.path))
            defer { try? file.close() }  // a failed write has been thrown already
            var received = 0
            for try await chunk in request.body {
                received += chunk.readableBytes
                guard received <= limit else { throw Problem.bodyTooLarge(limitBytes: limit) }
                try file.write(contentsOf: Data(buffer: chunk))
            }
            return upload
        } catch is CocoaError {
            throw Problem(.diskFull, detail: "The upload cannot be kept.", retryAfterSeconds: 30)
        }
    }

    /// Removes what uploads have left in a folder when their daemon was killed.
    package static func sweep(_ folder: String) {
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) { remove("\(folder)/\(name)") }
    }

    private static func remove(_ path: String) {
        // What is left behind is swept away at the next start.
        try? FileManager.default.removeItem(atPath: path)
    }
}
