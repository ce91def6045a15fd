import Foundation
import Testing

/// A Python that has the packages of a `requirements.txt`, in an environment of its own beside the programs.
struct PythonPackages {
    /// Whether this machine has a Python that can make one; `scripts/prepare` installs it on Debian.
    static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    static let needs: Comment = "needs Python with venv, which scripts/prepare installs on Debian"

    /// The folder that holds `requirements.txt`.
    let folder: URL

    /// - Parameter file: a source file that lies beside `requirements.txt`.
    init(beside file: String) {
        folder = URL(filePath: file).deletingLastPathComponent()
    }

    /// A script that lies there.
    func script(_ name: String) -> String { folder.appending(path: name).path }

    /// Where that Python is; installs the packages in the first run, and again when the list has changed.
    func python() async throws -> String {
        let requirements = script("requirements.txt")
        let text = try String(contentsOfFile: requirements, encoding: .utf8)
        let digest = text.utf8.reduce(into: UInt64(5_381)) { $0 = $0 &* 33 &+ UInt64($1) }
        let build = URL(filePath: try Programs.daemon).deletingLastPathComponent()
        let name = "\(folder.lastPathComponent.lowercased())-\(String(digest, radix: 16))"
        let environment = build.appending(path: name).path
        let python = "\(environment)/bin/python"
        if !FileManager.default.fileExists(atPath: "\(environment)/installed") {
            let install = """
                python3 -m venv --clear '\(environment)' && \
                '\(python)' -m pip install --quiet --disable-pip-version-check -r '\(requirements)' && \
                touch '\(environment)/installed'
                """
            let result = try await TestCounty.run("/bin/sh", ["-c", install], within: .seconds(600))
            try #require(result.status == 0, "\(result)")
        }
        return python
    }
}
