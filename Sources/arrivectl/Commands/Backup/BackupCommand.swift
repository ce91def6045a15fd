import ArgumentParser
import DispatchWire

struct BackupCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Have the server make a backup of its store: one file, from which one command restores the county.",
        discussion: """
            It holds how things stand at one moment, checked; calls go on meanwhile. Without FILE it stays in the \
            server's backup folder (backup.folder), where the oldest beyond backup.keep go once it is finished. With \
            FILE, or - for standard output, it comes here and stays nowhere else.

            A backup holds everything the store holds, people's names and phones and the token key included: keep it \
            as you keep the store. arrivectl restore brings it back.

            Unless it ends with 0, do not count on a new backup.
            """
    )

    @Argument(
        help: ArgumentHelp("Where it is to come, or - for standard output; never overwritten.", valueName: "file")
    )
    var path: String?

    @Flag(help: "List the backups in the server's folder instead.")
    var list = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard !list || path == nil else { throw ValidationError("--list takes no file.") }
    }

    func run(in session: APISession) async throws(CommandFailure) {
        if list { return try await showList(session) }
        let file = try path.map { path throws(CommandFailure) in try BackupTarget(path) }
        var call = APICall(.post, ["v1", "backups"])
        call.accept = file == nil ? BackupStreamLine.mediaType : BackupStreamLine.fileMediaType
        call.isUnhurried = true
        let meter = BackupMeter(console: session.console, target: file)
        call.onBody = { meter.receive($0) }

        let outcome: Result<APIAnswer, CommandFailure>
        do throws(CommandFailure) {
            outcome = .success(try await session.send(call))
        } catch {
            outcome = .failure(error)
        }
        meter.end()
        do throws(CommandFailure) {
            _ = try outcome.get()
            try finish(meter, file, session)
        } catch {
            file?.abandon()
            throw error
        }
    }

    private func finish(
        _ meter: BackupMeter,
        _ file: BackupTarget?,
        _ session: APISession
    ) throws(CommandFailure) {
        let line = meter.lastLine
        guard !line.isEmpty else { throw .unreachable("the backup was cut off; there is none") }
        switch try session.read(BackupStreamLine.self, from: line) {
        case .progress where file == nil:
            throw .unreachable("the answer was cut off; whether the backup was finished, --list will tell")
        case .progress:
            throw .unreachable("the backup was cut off; there is none")
        case .problem(let problem):
            throw .refused(problem, body: line)
        case .result(let result):
            try file?.finish(bytes: result.bytes)
            tell(result, line, file, session)
        }
    }

    /// The backup itself may have gone to standard output: then what is said of it goes beside it.
    private func tell(_ result: BackupResult, _ line: [UInt8], _ file: BackupTarget?, _ session: APISession) {
        let facts =
            "\(Quantity.mebibytes(result.bytes)), journal position \(result.journalPosition), "
            + "schema \(result.schema), \(Quantity.decimal(result.seconds, places: 1)) s"
        let text = file.map { "Saved \($0.name): \(facts)." } ?? "Kept \(result.name): \(facts)."
        switch (file?.isStandardOutput ?? false, session.wantsJSON) {
        case (true, _): session.console.note(text)
        case (false, true): session.console.print(json: line)
        case (false, false): session.console.print(text)
        }
    }

    private func showList(_ session: APISession) async throws(CommandFailure) {
        let clock = session.clock
        try await session.show(APICall(.get, ["v1", "backups"]), as: BackupList.self) { list in
            guard !list.backups.isEmpty else { return "No backup is there." }
            var rows = AlignedRows(["NAME", "SIZE", "MADE"])
            for backup in list.backups {
                let made = "\(clock.date(backup.madeAt)) \(clock.time(backup.madeAt))"
                rows.add([backup.name, Quantity.mebibytes(backup.bytes), made])
            }
            return rows.text
        }
    }
}
