import ArgumentParser
import DispatchWire

struct ImportCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring a list of villages, members, households or desks from a CSV file into the county.",
        discussion: """
            The file is CSV with a header. It lands whole or not at all; the same file again changes nothing.

              villages    code,name,township_code,township,latitude,longitude,crs
              members     id,name,phone,village_code,branch,latitude,longitude,crs,
                          capabilities,transport,channel,endpoint,secret
              households  id,name,phone,village_code,address,latitude,longitude,crs,
                          contacts,notes
              desks       id,level,code,name,phone,channel,endpoint,secret
                          level: branch, township or county; code: of the village,
                          the township or the county it answers for

            channel: generic, wecom, dingtalk, feishu or ntfy; empty means what the
            endpoint's host is known for, else generic.
            """
    )

    @Argument(help: "Which list.")
    var kind: ImportKind

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var path: String

    @Flag(help: "Check everything and say what would change; change nothing.")
    var dryRun = false

    @Flag(help: "Take away what the file no longer lists, but for members who hold an assignment.")
    var removeMissing = false

    @Option(help: "Encoding of the file.")
    var encoding = ImportEncoding.automatic

    @OptionGroup var server: ServerOptions

    func run(in session: APISession) async throws(CommandFailure) {
        let sizeBytes = try ImportFile.sizeBytes(path)
        let flags = [("dryRun", dryRun ? "true" : nil), ("removeMissing", removeMissing ? "true" : nil)]
        let query = flags + [("encoding", encoding == .automatic ? nil : encoding.rawValue)]
        var call = APICall(.post, ["v1", "imports", kind.rawValue], query: query)
        call.body = .csvFile(path: path)
        call.accept = ImportStreamLine.mediaType
        call.isUnhurried = true
        let progress = ImportMeter(console: session.console, fileBytes: sizeBytes)
        call.onBody = { progress.receive($0) }

        let outcome: Result<APIAnswer, CommandFailure>
        do throws(CommandFailure) {
            outcome = .success(try await session.send(call))
        } catch {
            outcome = .failure(error)
        }
        progress.end()
        do throws(CommandFailure) {
            _ = try outcome.get()
            try finish(progress.lastLine, session)
        } catch {
            if case .refused(let problem, _) = error, !session.wantsJSON {
                session.console.note(faults: problem.lines ?? [], total: problem.lineCount ?? 0)
            }
            throw error
        }
    }

    private func finish(_ line: [UInt8], _ session: APISession) throws(CommandFailure) {
        guard !line.isEmpty else { throw .unreachable("the import was cut off; nothing was imported") }
        switch try session.read(ImportStreamLine.self, from: line) {
        case .progress:
            throw .unreachable("the import was cut off; whether it landed, the same command will tell")
        case .problem(let problem):
            throw .refused(problem, body: line)
        case .result(let result):
            if session.wantsJSON { session.console.print(json: line) } else { session.console.print(text(result)) }
        }
    }

    private func text(_ result: ImportResult) -> String {
        let counts = [
            (result.added, "added"), (result.changed, "changed"), (result.unchanged, "unchanged"),
            (result.removed, "removed"),
        ]
        let list = counts.map { "\(Quantity.count($0)) \($1)" }.joined(separator: ", ")
        var lines = ["\(Quantity.count(result.rows)) \(result.kind.rawValue): \(list)."]
        if result.dryRun { lines.append("A dry run: nothing was changed.") }
        if !result.kept.isEmpty {
            lines.append("Kept, for they hold an assignment: \(result.kept.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
