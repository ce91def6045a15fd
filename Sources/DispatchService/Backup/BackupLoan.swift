import CurlTransport
import DispatchStore

/// A finished backup on its way to whoever asked for it; its file goes with the last reference.
///
/// It holds the turn, so that there is never more than one such file.
package final class BackupLoan: Sendable {
    package let path: String
    package let report: BackupReport
    private let turn: BackupTurn
    private let isSent = Locked(false)

    init(path: String, report: BackupReport, turn: BackupTurn) {
        self.path = path
        self.report = report
        self.turn = turn
    }

    deinit {
        BackupFolder.remove(part: path)
        turn.loanEnded(report, isSent: isSent.withLock { $0 })
    }

    /// The receiver has taken all of it.
    package func sent() {
        isSent.withLock { $0 = true }
    }
}
