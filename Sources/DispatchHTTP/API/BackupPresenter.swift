import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire

/// Puts backups and why there is none in the words of the API.
enum BackupPresenter {
    static func result(_ report: BackupReport) -> BackupResult {
        BackupResult(
            name: report.name,
            bytes: report.facts.sizeBytes,
            madeAt: WireTime(report.facts.madeAt),
            journalPosition: report.facts.journalPosition,
            schema: report.facts.schema,
            seconds: (report.seconds * 1000).rounded() / 1000
        )
    }

    static func progress(_ progress: BackupProgress) -> BackupProgressView {
        let stage: BackupProgressView.Stage =
            switch progress.stage {
            case .copying: .copying
            case .checking: .checking
            }
        return BackupProgressView(stage: stage, bytes: progress.bytes, totalBytes: progress.totalBytes)
    }

    static func problem(_ failure: BackupFailure) -> Problem {
        switch failure {
        case .running: Problem(.backupRunning, retryAfterSeconds: 10)
        case .noRoom(let needed, let free):
            Problem(
                .backupNoRoom,
                detail: "A copy and the room that must stay need \(needed) bytes; \(free) are free.",
                retryAfterSeconds: 30
            )
        case .blocked(let fault): Problem(blocked: fault)
        case .stopped: Problem(.shuttingDown, retryAfterSeconds: 1)
        case .fault(let fault) where fault.code == .diskFull:
            Problem(.backupNoRoom, detail: sentence(fault), retryAfterSeconds: 30)
        case .fault(let fault): Problem(.backupFailed, detail: sentence(fault))
        }
    }

    /// Why the folder cannot be listed.
    static func unreadable(_ fault: StoreFault) -> Problem {
        Problem(.backupFolderUnreadable, detail: sentence(fault))
    }

    /// What went wrong without the operation, which names paths.
    private static func sentence(_ fault: StoreFault) -> String {
        let text = fault.explanation
        return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}
