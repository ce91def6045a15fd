import DispatchWire
import Foundation
import Testing

@testable import arrivectl

struct BackupCommandTests {
    private let result = BackupResult(
        name: "arrived-130533-20250601T003020Z.db",
        bytes: 12_900_000,
        madeAt: WireTime(milliseconds: 1_748_737_820_000),
        journalPosition: 4_711,
        schema: "v5",
        seconds: 1.234
    )
    private let kept = "POST /v1/backups | accept application/x-ndjson | unhurried"
    private let sent = "POST /v1/backups | accept application/vnd.arrived.backup | unhurried"

    private func line(_ line: BackupStreamLine) -> String { Samples.json(line) + "\n" }

    private func progress(_ bytes: Int) -> String {
        line(.progress(BackupProgressView(stage: .copying, bytes: bytes, totalBytes: 12_900_000)))
    }

    @Test func aTimersLogGetsOneLine() async {
        let outcome = await Terminal().run(
            "backup",
            steps: .init(call: kept, pieces: [progress(0), progress(6_000_000), line(.result(result))])
        )
        #expect(
            outcome
                == .init(
                    code: 0,
                    output: "Kept arrived-130533-20250601T003020Z.db: 12.3 MiB, journal position 4711, "
                        + "schema v5, 1.2 s.\n",
                    errors: ""
                )
        )
        let json = await Terminal().run(
            "backup",
            "--json",
            steps: .init(call: kept, pieces: [progress(0), line(.result(result))])
        )
        #expect(json.output == line(.result(result)))
    }

    @Test func progressIsOneLineOnATerminal() async {
        let outcome = await Terminal(isTerminal: true).run(
            "backup",
            steps: .init(call: kept, pieces: [progress(6_450_000), line(.result(result))])
        )
        #expect(outcome.errors == "\r\u{1B}[Kcopying: 6.2 MiB of 12.3 MiB (50 %)\r\u{1B}[K")
    }

    @Test func everyFailureEndsWithAnotherCodeThanNothing() async {
        let running = Problem(.backupRunning, retryAfterSeconds: 10)
        let refused = await Terminal().run("backup", steps: .init(call: kept, status: 409, body: Samples.json(running)))
        #expect(refused.code == 1)
        #expect(refused.errors == "arrivectl: Another backup is being made. Try again in 10 s.\n")
        let full = Problem(.backupNoRoom, detail: "5 are free.", retryAfterSeconds: 30)
        let late = await Terminal().run(
            "backup",
            steps: .init(call: kept, pieces: [progress(1), line(.problem(full))])
        )
        #expect(late.code == 75)
        #expect(late.errors.contains("There is no room for a backup; nothing of it was kept. 5 are free."))
        let failed = Problem(.backupFailed, detail: "The copy is damaged.")
        let damaged = await Terminal().run("backup", steps: .init(call: kept, pieces: [line(.problem(failed))]))
        #expect(damaged.code == 1)
        let cut = await Terminal().run("backup", steps: .init(call: kept, pieces: [progress(1)]))
        #expect(cut.code == 2)
        #expect(cut.errors.hasSuffix("whether the backup was finished, --list will tell\n"))
        let empty = await Terminal().run("backup", steps: .init(call: kept))
        #expect(empty.code == 2)
    }

    @Test func aFileThatIsThereIsNeverTouched() async throws {
        try await withTemporaryFolder(["there.db": "precious"]) { folder in
            let outcome = await Terminal().run("backup", "\(folder)/there.db")
            #expect(outcome.code == 1)
            #expect(outcome.errors == "arrivectl: \(folder)/there.db is there already; nothing was changed\n")
            let text = try String(contentsOfFile: "\(folder)/there.db", encoding: .utf8)
            #expect(text == "precious")
            let nowhere = await Terminal().run("backup", "\(folder)/none/new.db")
            #expect(nowhere.code == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["there.db"])
        }
    }

    @Test func whatDoesNotComeWholeIsNoFile() async throws {
        try await withTemporaryFolder([:]) { folder in
            var small = result
            small.bytes = 5
            func run(_ pieces: [String], fault: ConnectionFault? = nil) async throws -> Terminal.Outcome {
                let outcome = await Terminal().run(
                    "backup",
                    "\(folder)/new.db",
                    steps: .init(call: sent, pieces: pieces, fault: fault)
                )
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
                return outcome
            }
            // The line and the bytes behind it may come in one piece.
            let short = try await run([progress(1), line(.result(small)) + "12", "3"])
            #expect(short.code == 2)
            #expect(short.errors == "arrivectl: the backup was cut off: 3 of 5 bytes came; there is none\n")
            let foreign = try await run([line(.result(small)), "12345"])
            #expect(foreign.code == 1)
            #expect(foreign.errors.hasPrefix("arrivectl: what came is no whole backup: "))
            let broken = try await run(
                [line(.result(small)), "12345"],
                fault: ConnectionFault(text: "the connection broke", mayHaveArrived: true)
            )
            #expect(broken.code == 2)
            let refused = try await run([line(.problem(Problem(.backupFailed)))])
            #expect(refused.code == 1)
        }
    }

    @Test func theListShowsWhatIsThere() async {
        let list = BackupList(
            backups: [
                BackupView(name: result.name, bytes: result.bytes, madeAt: result.madeAt),
                BackupView(
                    name: "arrived-130533-20250531T003020Z.db",
                    bytes: 1_048_576,
                    madeAt: WireTime(milliseconds: 1_748_651_420_000)
                ),
            ],
            keep: 14
        )
        let outcome = await Terminal().run(
            "backup",
            "--list",
            steps: .init(call: "GET /v1/backups", body: Samples.json(list))
        )
        #expect(
            outcome.output == """
                NAME                                SIZE      MADE
                arrived-130533-20250601T003020Z.db  12.3 MiB  2025-06-01 08:30:20
                arrived-130533-20250531T003020Z.db  1.0 MiB   2025-05-31 08:30:20

                """
        )
        let none = await Terminal().run(
            "backup",
            "--list",
            steps: .init(call: "GET /v1/backups", body: Samples.json(BackupList(backups: [], keep: 14)))
        )
        #expect(none.output == "No backup is there.\n")
        let both = await Terminal().run("backup", "--list", "/x")
        #expect(both.code == 64)
    }

    @Test func theHelpSaysWhereItGoes() async {
        let outcome = await Terminal().run("help", "backup")
        #expect(
            outcome.output == """
                OVERVIEW: Have the server make a backup of its store: one file, from which one
                command restores the county.

                It holds how things stand at one moment, checked; calls go on meanwhile.
                Without FILE it stays in the server's backup folder (backup.folder), where the
                oldest beyond backup.keep go once it is finished. With FILE, or - for standard
                output, it comes here and stays nowhere else.

                A backup holds everything the store holds, people's names and phones and the
                token key included: keep it as you keep the store. arrivectl restore brings it
                back.

                Unless it ends with 0, do not count on a new backup.

                USAGE: arrivectl backup [<file>] [--list] [--server <url>] [--token-file <file>] [--allow-plain-http] [--json]

                ARGUMENTS:
                  <file>                  Where it is to come, or - for standard output; never
                                          overwritten.

                OPTIONS:
                  --list                  List the backups in the server's folder instead.
                  --server <url>          Address of the server.
                  --token-file <file>     File that holds the access token.
                  --allow-plain-http      Send the token over plain http to another machine too.
                  --json                  Print the server's JSON.
                  -h, --help              Show help information.


                """
        )
    }
}
