import CurlTransport
import Foundation

/// What a child writes to one of its outputs, line by line; tests wait for lines.
final class Output: Sendable {
    private struct State: Sendable {
        var bytes: [UInt8] = []
        var hasEnded = false
    }

    private let state = Locked(State())
    /// Rung at every piece that comes and at the end.
    private let bell: AsyncStream<Void>
    let pipe = Pipe()

    init() {
        let (bell, ringer) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.bell = bell
        let handle = pipe.fileHandleForReading
        // A thread that blocks: it ends with the child, which holds the other end.
        Thread.detachNewThread { [state] in
            while true {
                let piece = handle.availableData
                state.withLock { state in
                    if piece.isEmpty { state.hasEnded = true } else { state.bytes += piece }
                }
                ringer.yield()
                if piece.isEmpty { break }
            }
            ringer.finish()
        }
    }

    var text: String {
        String(decoding: state.withLock { $0.bytes }, as: UTF8.self)
    }

    var lines: [String] {
        text.split(separator: "\n").map(String.init)
    }

    /// Waits for a line with these words; false when the output ends without one. For one waiter at a time.
    func says(_ words: String) async -> Bool {
        for await _ in bell where text.contains(words) { return true }
        return text.contains(words)
    }

    /// Waits until the child has closed its end.
    func end() async {
        for await _ in bell where state.withLock({ $0.hasEnded }) { return }
    }
}
