import Foundation

/// A program that is no part of the house, which `scripts/prepare` unpacks below `.build/tools`, or the machine has.
enum Tool: String {
    case promtool
    case nginx

    /// The files of the project; this one lies four levels below.
    static let project = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }

    private var folder: URL {
        let package =
            switch self {
            case .promtool: "prometheus"
            case .nginx: "nginx"
            }
        return Self.project.appending(path: ".build/tools/\(package)")
    }

    /// Where it is; nil when it is missing.
    var path: String? {
        [folder.appending(path: "usr/sbin").path, folder.appending(path: "usr/bin").path, "/usr/sbin", "/usr/bin"]
            .map { "\($0)/\(rawValue)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var isThere: Bool { path != nil }

    /// Where libraries lie that were unpacked with it.
    var environment: [String: String] {
        ["LD_LIBRARY_PATH": folder.appending(path: "usr/lib/x86_64-linux-gnu").path]
    }
}
