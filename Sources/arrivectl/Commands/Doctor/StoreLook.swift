import DispatchCore
import DispatchStore
import DispatchWire
import Glibc

/// Looks at the store of a server that does not answer.
struct StoreLook {
    let path: String
    /// Where backups are, if the configuration says so.
    let backups: String?
    /// Why the server was not asked.
    let reason: String

    func perform(_ report: inout DoctorOutcome) {
        let files = StoreFiles(database: path)
        do throws(StoreFault) {
            let store = try Store.openReadOnly(files)
            let folder = BackupFolder(path: backups ?? files.backups, countyCode: store.county.code)
            let examination = StoreExamination(store: store, backups: folder, now: now)
            for finding in examination.findings() { report.add(FindingView(finding)) }
            let starts = "the store was started \(store.county.writerEpoch) times"
            report.add(FindingView("daemon", .warning, "\(reason); \(starts)", advice: "start arrived"))
            try store.close()
        } catch {
            let (subject, advice) =
                switch error.code {
                case .locked: ("daemon", "see its log, then restart it")
                case .newer: ("schema", "install that version or a later one")
                case .damaged: ("integrity", "stop arrived, move the store away, and restore the newest backup")
                case .missing: ("store", "run arrivectl init or arrivectl restore")
                case .permission: ("permissions", "run this as the owner of the store, or as root")
                case .exists, .diskFull, .fenced, .failed: ("store", "see what the system says")
                }
            let detail = error.code == .locked ? "a daemon has the store open, but \(reason)" : error.description
            report.add(FindingView(subject, .failure, detail, advice: advice))
        }
    }

    private var now: WallTime {
        var time = timespec()
        // It fails only for a clock that does not exist.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension FindingView {
    fileprivate init(_ finding: Finding) {
        let grade: Grade =
            switch finding.grade {
            case .ok: .ok
            case .warning: .warning
            case .failure: .failure
            }
        self.init(finding.subject, grade, finding.detail, advice: finding.advice)
    }
}
