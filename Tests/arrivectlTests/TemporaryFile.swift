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

/// Runs `body` with a folder that holds these files and takes it away again.
func withTemporaryFolder<Result>(
    _ files: [String: String],
    _ body: (String) async throws -> Result
) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "arrivectl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            preconditionFailure("the folder was just made: \(error)")
        }
    }
    for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
    return try await body(url.path)
}
