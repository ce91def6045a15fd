import Foundation

/// A folder of one test, removed at its end.
struct TestFolder: Sendable {
    let path: String

    /// Runs `body` with a new folder and takes it away again, also when `body` throws.
    static func with<Value>(_ body: (TestFolder) async throws -> Value) async throws -> Value {
        let url = FileManager.default.temporaryDirectory.appending(path: "arrived-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        // What is left of a test that failed is of no use to the next.
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(TestFolder(path: url.path))
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        return file(name)
    }

    /// Every file below with its bytes, so that two looks can be compared.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            contents[name] = FileManager.default.contents(atPath: file(name)) ?? Data()
        }
        return contents
    }
}
