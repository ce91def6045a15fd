import Foundation

/// Bytes on their way in and out of SQLite.
enum Blob {
    static func data(_ bytes: [UInt8]) -> Data { Data(bytes) }

    static func bytes(_ data: Data) -> [UInt8] { Array(data) }

    /// None for NULL.
    static func bytes(orNone data: Data?) -> [UInt8] { data.map(bytes) ?? [] }
}
