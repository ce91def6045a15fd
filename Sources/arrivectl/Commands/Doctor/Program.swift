import Foundation

/// Runs another program and takes what it says.
enum Program {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// A program in the folder of this one; nil when there is none.
    static func sibling(_ name: String) -> String? {
        // Only where /proc is not mounted; there is no sibling to be found then.
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
        let path = "\(own.prefix { _ in true }.split(separator: "/").dropLast().map { "/\($0)" }.joined())/\(name)"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// Nil when it cannot be started. What it says must be short: it is read when it has ended.
    @concurrent
    static func run(_ path: String, _ arguments: [String]) async -> Outcome? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return nil
        }
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: said, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self)
        )
    }
}
