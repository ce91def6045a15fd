import DispatchWire
import Synchronization

/// Follows the lines a backup answers with: shows progress, keeps the last line, which is the result, and hands what
/// follows it to where the backup goes.
final class BackupMeter: Sendable {
    private struct State {
        var splitter = LineSplitter()
        var lastLine: [UInt8] = []
        /// Bytes that the file must have, once the result has come.
        var fileBytes: Int?
        var receivedBytes = 0
    }

    private let console: Console
    private let target: BackupTarget?
    private let state = Mutex(State())

    init(console: Console, target: BackupTarget?) {
        self.console = console
        self.target = target
    }

    /// Takes the next bytes of the answer.
    func receive(_ bytes: [UInt8]) {
        state.withLock { state in
            var rest = bytes[...]
            while !rest.isEmpty {
                if let total = state.fileBytes, let target {
                    target.write(rest)
                    state.receivedBytes += rest.count
                    show("receiving", state.receivedBytes, total)
                    return
                }
                let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
                for line in state.splitter.take(Array(rest[..<end])) { take(line, &state) }
                rest = rest[end...]
            }
        }
    }

    private func take(_ line: [UInt8], _ state: inout State) {
        state.lastLine = line
        // What is no line of ours is read by the command, which can say what is wrong with it.
        switch try? WireJSON.read(BackupStreamLine.self, from: line) {
        case .progress(let progress): show(progress.stage.rawValue, progress.bytes, progress.totalBytes)
        case .result(let result): state.fileBytes = result.bytes
        case .problem, nil: break
        }
    }

    /// The last line that came, with what came after it without a line's end.
    var lastLine: [UInt8] {
        state.withLock { state in
            let rest = state.splitter.rest
            return rest.isEmpty ? state.lastLine : rest
        }
    }

    /// Takes the line of progress off the terminal.
    func end() {
        if console.errorsAreTerminal { console.endProgress() }
    }

    /// On a terminal one line that changes; elsewhere, as in the log of a timer, nothing but the outcome.
    private func show(_ stage: String, _ bytes: Int, _ total: Int) {
        guard console.errorsAreTerminal else { return }
        let percent = min(100, bytes * 100 / max(1, total))
        console.progress("\(stage): \(Quantity.mebibytes(bytes)) of \(Quantity.mebibytes(total)) (\(percent) %)")
    }
}
