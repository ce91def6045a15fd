import Foundation

/// Runs `body` with a file that holds `text` and takes the file away again.
func withTemporaryFile<Result>(_ text: String, _ body: (String) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "arrivectl-\(UUID().uuidString)")
    try Data(text.utf8).write(to: url)
    defer {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            preconditionFailure("the file was just made: \(error)")
        }
    }
    return try await body(url.path)
}
