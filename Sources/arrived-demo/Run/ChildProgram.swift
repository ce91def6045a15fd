import Foundation
import Glibc

/// A program of ours running as a child, stopped with SIGTERM first and SIGKILL at last.
///
/// A child is in a process group of its own, so Ctrl-C at the terminal reaches it through this program alone.
final class ChildProgram: Sendable {
    /// How long a child may take to end after SIGTERM: the daemon finishes what is in flight within its own limits.
    static let stopLimitSeconds = 15
    private static let pollMicroseconds: UInt32 = 20_000

    private let process: Process
    /// Yields the exit status once.
    let exit: AsyncStream<Int32>

    /// Starts the program.
    ///
    /// - Parameter output: Takes standard output and error; nil leaves both where they are.
    init(_ path: String, _ arguments: [String], output: FileHandle? = nil, standardOutput: Pipe? = nil) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        if let output {
            process.standardOutput = output
            process.standardError = output
        }
        if let standardOutput { process.standardOutput = standardOutput }
        let (exit, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        self.exit = exit
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        do {
            try process.run()
        } catch {
            throw DemoFault("\(path) cannot be started: \(error.localizedDescription)")
        }
    }

    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }

    /// The exit status; a cancelled task ends the program first.
    func run() async throws -> Int32 {
        for await status in exit { return status }
        await stop()
        throw CancellationError()
    }

    /// Ends the program and returns when it has ended, also in a cancelled task.
    func stop() async {
        guard process.isRunning else { return }
        process.terminate()
        // On a thread that may block: a cancelled task cannot sleep.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [process] in
                let polls = Self.stopLimitSeconds * 1_000_000 / Int(Self.pollMicroseconds)
                for _ in 0..<polls where process.isRunning { usleep(Self.pollMicroseconds) }
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
                process.waitUntilExit()
                continuation.resume()
            }
        }
    }
}
