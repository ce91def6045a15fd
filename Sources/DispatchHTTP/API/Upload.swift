import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// An uploaded file on its way through the check; it goes when the import is over.
package struct Upload: Sendable {
    private static let prefix = ".arrived-upload-"

    let path: String

    /// Writes the body to a file of its own, up to `WireLimits.importLimitBytes`.
    static func receive(_ request: Request, into folder: String) async throws -> Upload {
        let limit = WireLimits.importLimitBytes
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.bodyTooLarge(limitBytes: limit)
        }
        let upload = Upload(path: "\(folder)/\(prefix)\(UUID().uuidString)")
        let isMade = FileManager.default.createFile(
            atPath: upload.path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw Problem(.diskFull, detail: "The upload cannot be kept.", retryAfterSeconds: 30) }
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
        } catch {
            upload.remove()
            if error is CocoaError {
                throw Problem(.diskFull, detail: "The upload cannot be kept.", retryAfterSeconds: 30)
            }
            throw error
        }
    }

    func remove() {
        // What is left behind is swept away at the next start.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes what uploads have left in a folder when their daemon was killed.
    package static func sweep(_ folder: String) {
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) { Upload(path: "\(folder)/\(name)").remove() }
    }
}
