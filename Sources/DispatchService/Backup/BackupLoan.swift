import CurlTransport
import DispatchStore
import Glibc

/// A finished backup on its way to whoever asked for it; its file goes with the last reference.
///
/// It holds the turn, so that there is never more than one such file.
package final class BackupLoan: Sendable {
    package let path: String
    package let report: BackupReport
    private let turn: BackupTurn
    private let threads: BlockingWork
    private let isSent = Locked(false)
    /// The file is being removed, or has been.
    private let isOver = Locked(false)

    init(path: String, report: BackupReport, turn: BackupTurn, threads: BlockingWork) {
        self.path = path
        self.report = report
        self.turn = turn
        self.threads = threads
    }

    deinit {
        let end = end
        // What cannot be removed now goes at the next start.
        if !isOver.withLock({ $0 }), !threads.backupFolder.post(end) { turn.loanEnded(report, isSent: false) }
    }

    /// Removes the file and lets the next backup begin.
    private var end: @Sendable () -> Void {
        { [path, report, turn, isSent] in
            BackupFolder.remove(part: path)
            turn.loanEnded(report, isSent: isSent.withLock { $0 })
        }
    }

    /// Opens the file, to be read from its start to its end by one reader.
    ///
    /// Throws a ``BlockingFault`` when its disk does not answer, and `StoreFault` when it cannot be read.
    package func open() async throws -> LoanedFile {
        try await threads.backup.run { [path, threads] _ in try LoanedFile(path, threads.backup) }
    }

    /// The receiver has taken all of it. Returns when the file has gone.
    package func sent() async {
        isSent.withLock { $0 = true }
        isOver.withLock { $0 = true }
        let end = end
        do {
            try await threads.backupFolder.run { _ in end() }
        } catch let fault as BlockingFault where !fault.mayComeBack {
            turn.loanEnded(report, isSent: true)
        } catch {
            // It is removed when its disk answers, and only then is the turn over.
        }
    }
}

/// The open file of a loan.
package final class LoanedFile: Sendable {
    private let descriptor: Descriptor
    private let threads: BlockingThreads

    /// Closed with its last reference; one that was only read is closed at once.
    private final class Descriptor: Sendable {
        let number: Int32

        init(_ path: String) throws {
            number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
            guard number >= 0 else { throw StoreFault(.failed, "read \(path)", "open: errno \(errno)") }
        }

        deinit {
            close(number)
        }
    }

    fileprivate init(_ path: String, _ threads: BlockingThreads) throws {
        descriptor = try Descriptor(path)
        self.threads = threads
    }

    /// The next bytes; nil at the end. Throws what ``BackupLoan/open()`` throws.
    package func read(atMost limit: Int) async throws -> [UInt8]? {
        try await threads.run { [descriptor] _ in
            var bytes = [UInt8](repeating: 0, count: limit)
            let count = unsafe Glibc.read(descriptor.number, &bytes, limit)
            guard count >= 0 else { throw StoreFault(.failed, "read a backup", "read: errno \(errno)") }
            return count == 0 ? nil : Array(bytes.prefix(count))
        }
    }
}
