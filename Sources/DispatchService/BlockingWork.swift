package import CurlTransport
import DispatchStore

/// The kinds of work of the daemon that may not come back, each on threads of its own.
///
/// What hangs in one of them is answered with an error and holds none of the others up. The writer has its own thread and
/// the readers of the store have theirs. A few may wait also where one is at work at a time: a thread is free a moment after
/// its result has been handed over.
package struct BlockingWork: Sendable {
    /// Looks into the backup folder, and what is small there: making it, removing from it.
    package let backupFolder = BlockingThreads(
        "the backup folder",
        name: "backup-folder",
        threads: 4,
        waiting: 32,
        patienceMilliseconds: 10_000
    )
    /// Copies of the store. One is made at a time; the second thread is for reading one that is sent.
    package let backup = BlockingThreads(
        "the backup folder",
        name: "backup",
        threads: 2,
        waiting: 4,
        patienceMilliseconds: 30_000
    )
    /// Looks at the store and, beside it, at the backups.
    package let doctor = BlockingThreads(
        "the store",
        name: "doctor",
        threads: 3,
        waiting: 4,
        patienceMilliseconds: 30_000
    )
    /// Checks of imported files. One import runs at a time; the second thread is for the one after one that hangs.
    package let imports = BlockingThreads(
        "the folder of uploads",
        name: "import",
        threads: 2,
        waiting: 4,
        patienceMilliseconds: 30_000
    )
    /// Pieces of uploads, each written within milliseconds.
    package let uploads = BlockingThreads(
        "the folder of uploads",
        name: "upload",
        threads: 4,
        waiting: 256,
        patienceMilliseconds: 10_000
    )
    /// What the system says of the process.
    package let figures = BlockingThreads(
        "the system",
        name: "figures",
        threads: 1,
        waiting: 8,
        patienceMilliseconds: 2_000
    )
    /// The configuration, read anew.
    package let settings = BlockingThreads(
        "the configuration",
        name: "settings",
        threads: 1,
        waiting: 4,
        patienceMilliseconds: 10_000
    )

    package init() {}

    /// Calls that were answered with an error and have not come back.
    package var hung: Int {
        [backupFolder, backup, doctor, imports, uploads, figures, settings].reduce(0) { $0 + $1.hung }
    }
}

/// The threads on which the daemon reads its store; kept from the start, so that what needs no thread of its own goes on when
/// the system gives no more.
package struct KeptReadingThreads: ReadingThreads {
    /// Reads that may wait. More than callers can be connected, so that none is refused for it.
    private static let waitingLimit = 8_192
    /// How long a read may wait and take, 30 s; most take less than a millisecond, the longest page of a large list some
    /// hundred.
    private static let patienceMilliseconds = 30_000

    private let threads: BlockingThreads

    package init() throws(ThreadFault) {
        threads = try BlockingThreads(
            "the store",
            name: "reader",
            kept: Store.readerLimit,
            waiting: Self.waitingLimit,
            patienceMilliseconds: Self.patienceMilliseconds
        )
    }

    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await threads.run { _ in try body() }
    }
}
