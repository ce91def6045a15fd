import CurlTransport
import Foundation
import Glibc

/// A program under test, running as a child of the tests.
final class ChildProgram: Sendable {
    struct NotStarted: Error {
        let path: String
        let reason: String
    }

    let output = Output()
    let errors = Output()
    private let process = Process()
    private let ending: AsyncStream<Int32>

    /// Starts it with an environment in which nothing of the tester's own settings is left.
    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        let (ending, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        self.ending = ending
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        do {
            try process.run()
        } catch {
            throw NotStarted(path: path, reason: error.localizedDescription)
        }
        // Ours only while the child was being made; the reader sees the end when the child's copy closes.
        try output.pipe.fileHandleForWriting.close()
        try errors.pipe.fileHandleForWriting.close()
    }

    /// Takes the child down when a test forgets it, or is thrown out of.
    deinit {
        if process.isRunning { _ = Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }

    /// The names of its threads.
    func threads() throws -> [String] {
        let tasks = "/proc/\(process.processIdentifier)/task"
        return try FileManager.default.contentsOfDirectory(atPath: tasks).compactMap { task in
            // One that has ended meanwhile is none.
            try? String(contentsOfFile: "\(tasks)/\(task)/comm", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Bytes of memory in use.
    func residentBytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)
            .split(separator: " ")
        return (pages.count > 1 ? Int(pages[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// Whether every thread of it is stopped, as SIGSTOP leaves them.
    var isStopped: Bool {
        get throws {
            let tasks = "/proc/\(process.processIdentifier)/task"
            return try FileManager.default.contentsOfDirectory(atPath: tasks).allSatisfy { task in
                let status = try String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8)
                // The state stands behind the name, which is in brackets and may hold anything.
                return status.split(separator: ")").last?.hasPrefix(" T") ?? false
            }
        }
    }

    func signal(_ number: Int32) {
        guard process.isRunning else { return }
        _ = Glibc.kill(process.processIdentifier, number)
    }

    /// Waits for its end and for all it wrote. Called once.
    ///
    /// - Returns: The exit status, or the number of the signal that ended it.
    func end() async -> Int32 {
        var status: Int32 = -1
        for await ended in ending { status = ended }
        await output.end()
        await errors.end()
        return status
    }
}
