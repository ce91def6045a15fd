import Foundation

/// The programs under test; they lie beside the bundle that runs these tests.
enum Programs {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static var daemon: String {
        get throws { try path(of: "arrived") }
    }

    static var control: String {
        get throws { try path(of: "arrivectl") }
    }

    private static func path(of name: String) throws -> String {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(filePath: bundle).deletingLastPathComponent().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "\(path) is missing; swift build --build-tests builds it")
        }
        return path
    }
}
