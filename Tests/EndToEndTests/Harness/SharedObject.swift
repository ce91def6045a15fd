import Foundation

/// A library of `Tests/Shims` that is preloaded into a program under test.
enum SharedObject {
    struct NotBuilt: Error, CustomStringConvertible {
        let description: String
    }

    /// Compiles `Tests/Shims/NAME.c` into a folder and returns where it is.
    static func build(_ name: String, in folder: TestFolder) async throws -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let source = tests.appending(path: "Shims/\(name).c").path
        let object = folder.file("\(name).so")
        let result = try await TestCounty.run(
            "/usr/bin/cc",
            ["-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", object, source, "-ldl"]
        )
        guard result.status == 0 else { throw NotBuilt(description: "\(source): \(result.errors)") }
        return object
    }
}
