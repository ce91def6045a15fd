/// Work on a thread of its own did not begin or did not come back; whoever asked for it is answered all the same.
package struct BlockingFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        /// It was begun, or waited to be, and nothing came of it within so many milliseconds. It may still come back.
        case late(milliseconds: Int)
        /// All threads of this kind are taken and as many calls wait as may.
        case crowded(threads: Int, waiting: Int)
        case noThread(ThreadFault)
    }

    /// What was asked, in a few words: `the backup folder`.
    package let subject: String
    package let reason: Reason
    /// Calls of this kind, this one included, whose callers were answered without a result and which have not come back.
    package let hung: Int

    /// Whether the work has been begun, or will be, although nobody waits for it any more.
    package var mayComeBack: Bool {
        switch reason {
        case .late: true
        case .crowded, .noThread: false
        }
    }

    package init(_ subject: String, _ reason: Reason, hung: Int = 0) {
        self.subject = subject
        self.reason = reason
        self.hung = hung
    }

    package var description: String {
        switch reason {
        case .late(let milliseconds): "\(subject) has not answered for \(BlockingFault.time(milliseconds))"
        case .crowded(let threads, let waiting):
            "\(threads) calls to \(subject) are under way and \(waiting) wait; \(hung) of them hang"
        case .noThread(let fault): "\(subject) cannot be asked: \(fault)"
        }
    }

    private static func time(_ milliseconds: Int) -> String {
        milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
    }
}
