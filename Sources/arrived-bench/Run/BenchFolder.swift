import Foundation

/// A folder for the length of one benchmark.
enum BenchFolder {
    static func with(_ body: (_ path: String) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "arrived-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        // What is left in the folder for temporary files harms nobody.
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(url.path)
    }
}
