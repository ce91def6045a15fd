import DispatchWire
import Synchronization

/// Follows the lines an import answers with: shows progress and keeps the last line, which is the result.
final class ImportMeter: Sendable {
    private struct State {
        var splitter = LineSplitter()
        var lastLine: [UInt8] = []
        var stage: ImportProgress.Stage?
        /// Quarters of the file that have been told, where progress is told in lines.
        var toldQuarters = 0
    }

    private let console: Console
    private let fileBytes: Int
    private let state = Mutex(State())

    init(console: Console, fileBytes: Int) {
        self.console = console
        self.fileBytes = max(1, fileBytes)
    }

    /// Takes the next bytes of the answer.
    func receive(_ bytes: [UInt8]) {
        state.withLock { state in
            for line in state.splitter.take(bytes) {
                state.lastLine = line
                // Lines that are no progress are read by the command, which can say what is wrong with them.
                guard let message = try? WireJSON.read(ImportStreamLine.self, from: line),
                    case .progress(let progress) = message
                else { continue }
                show(progress, &state)
            }
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

    /// On a terminal one line that changes; elsewhere a line for each stage and each quarter of the file.
    private func show(_ progress: ImportProgress, _ state: inout State) {
        let percent = min(100, progress.bytes * 100 / fileBytes)
        var parts: [String] = []
        // No row is read while the encoding is being found out, and no byte once the file is read.
        if progress.rows > 0 { parts.append("\(Quantity.count(progress.rows)) rows") }
        if progress.bytes > 0 {
            parts.append("\(Quantity.mebibytes(progress.bytes)) of \(Quantity.mebibytes(fileBytes)) (\(percent) %)")
        }
        let text = "\(progress.stage.rawValue): \(parts.joined(separator: ", "))"
        if console.errorsAreTerminal {
            console.progress(text)
        } else if progress.stage != state.stage || percent / 25 > state.toldQuarters {
            console.note(text)
            state.toldQuarters = percent / 25
        }
        state.stage = progress.stage
    }
}
