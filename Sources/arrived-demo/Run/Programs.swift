import Foundation

/// The programs that a demo runs; they lie beside this one.
struct Programs: Sendable {
    private static let tokenLimitBytes = 1_024

    let folder: String

    /// Finds the folder of this very program.
    static func besideThisOne() throws -> Programs {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])
        for name in ["arrived", "arrivectl"] where !FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
            throw DemoFault("\(folder)/\(name) is missing; scripts/run builds it")
        }
        return Programs(folder: folder)
    }

    var controlPath: String { "\(folder)/arrivectl" }

    /// The path to `arrivectl` as this program itself was called, shorter for people to type.
    var typedControlPath: String {
        let own = CommandLine.arguments[0]
        guard let slash = own.lastIndex(of: "/") else { return controlPath }
        let typed = own[...slash] + "arrivectl"
        return FileManager.default.isExecutableFile(atPath: String(typed)) ? String(typed) : controlPath
    }

    /// Makes the store and returns the administrator's token.
    func makeStore(_ path: String, countyCode: String) async throws -> String {
        let output = Pipe()
        let program = try ChildProgram(
            controlPath,
            ["init", "--store", path, "--county-code", countyCode, "--demo"],
            standardOutput: output
        )
        let status = try await program.run()
        // The token fits the pipe, so reading after the end cannot hold the program up.
        let bytes = try output.fileHandleForReading.read(upToCount: Self.tokenLimitBytes) ?? Data()
        let token = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard status == 0, !token.isEmpty else { throw DemoFault("arrivectl init ended with status \(status)") }
        return token
    }

    func startDaemon(store: String, port: UInt16, clockRate: Double, log: FileHandle) throws -> ChildProgram {
        var arguments = ["--store", store, "--listen", "127.0.0.1:\(port)", "--allow-network", "127.0.0.0/8"]
        if clockRate != 1 { arguments += ["--clock-rate", Self.text(of: clockRate)] }
        return try ChildProgram("\(folder)/arrived", arguments, output: log)
    }

    func bringIn(_ kind: String, from file: String, server: String, tokenFile: String) async throws {
        let arguments = ["import", kind, file, "--server", server, "--token-file", tokenFile]
        let status = try await ChildProgram(controlPath, arguments).run()
        guard status == 0 else { throw DemoFault("arrivectl import \(kind) ended with status \(status)") }
    }

    /// `20` rather than `20.0`.
    static func text(of rate: Double) -> String {
        rate == rate.rounded() && rate < 1e6 ? "\(Int(rate))" : "\(rate)"
    }
}
