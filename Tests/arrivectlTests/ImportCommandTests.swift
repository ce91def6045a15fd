import DispatchWire
import Testing

@testable import arrivectl

struct ImportCommandTests {
    private let result = ImportResult(
        kind: .members,
        dryRun: false,
        rows: 25_000,
        added: 20,
        changed: 3,
        unchanged: 24_977,
        removed: 2,
        kept: ["m-9", "m-10"]
    )

    private func line(_ line: ImportStreamLine) -> String {
        Samples.json(line) + "\n"
    }

    private func progress(_ stage: ImportProgress.Stage, rows: Int, bytes: Int) -> String {
        line(.progress(ImportProgress(stage: stage, rows: rows, bytes: bytes)))
    }

    @Test func progressIsSparseWhereNothingCanBeWrittenOver() async throws {
        let text = String(repeating: "x", count: 1_000)
        try await withTemporaryFile(text) { path in
            let outcome = await Terminal().run(
                "import",
                "members",
                path,
                "--remove-missing",
                steps: .init(
                    call:
                        "POST /v1/imports/members?removeMissing=true | accept application/x-ndjson | unhurried | file \(path)",
                    pieces: [
                        progress(.reading, rows: 10, bytes: 100), progress(.reading, rows: 20, bytes: 200),
                        // A line may come in parts, and parts of two lines together.
                        String(progress(.reading, rows: 30, bytes: 300).prefix(20)),
                        String(progress(.reading, rows: 30, bytes: 300).dropFirst(20))
                            + progress(.staging, rows: 12_000, bytes: 1_000),
                        line(.result(result)),
                    ]
                )
            )
            #expect(
                outcome
                    == .init(
                        code: 0,
                        output: """
                            25,000 members: 20 added, 3 changed, 24,977 unchanged, 2 removed.
                            Kept, for they hold an assignment: m-9, m-10

                            """,
                        errors: """
                            reading: 10 rows, 0.0 MiB of 0.0 MiB (10 %)
                            reading: 30 rows, 0.0 MiB of 0.0 MiB (30 %)
                            staging: 12,000 rows, 0.0 MiB of 0.0 MiB (100 %)

                            """
                    )
            )
        }
    }

    @Test func progressIsOneLineOnATerminal() async throws {
        try await withTemporaryFile(String(repeating: "x", count: 2_000_000)) { path in
            var dry = result
            dry.dryRun = true
            dry.kept = []
            let outcome = await Terminal(isTerminal: true).run(
                "import",
                "members",
                path,
                "--dry-run",
                "--encoding",
                "gb18030",
                steps: .init(
                    call:
                        "POST /v1/imports/members?dryRun=true&encoding=gb18030 | accept application/x-ndjson | unhurried | file \(path)",
                    pieces: [progress(.reading, rows: 9_000, bytes: 1_000_000), line(.result(dry))]
                )
            )
            #expect(outcome.errors == "\r\u{1B}[Kreading: 9,000 rows, 1.0 MiB of 1.9 MiB (50 %)\r\u{1B}[K")
            #expect(
                outcome.output == """
                    25,000 members: 20 added, 3 changed, 24,977 unchanged, 2 removed.
                    A dry run: nothing was changed.

                    """
            )
        }
    }

    @Test func faultsOfTheFileAreListedLineByLine() async throws {
        let problem = Problem.importRefused(
            lines: [
                ImportLineError(line: 17, column: "latitude", value: "95.1", message: "must be between -90 and 90"),
                ImportLineError(line: 18, message: "has 2 fields; the header has 7"),
            ],
            lineCount: 1_202
        )
        let expected = Terminal.Outcome(
            code: 1,
            output: "",
            errors: """
                line 17, column latitude: "95.1": must be between -90 and 90
                line 18: has 2 fields; the header has 7
                … and 1,200 more
                arrivectl: The file has faults; nothing was imported. There are 1202 faults.

                """
        )
        try await withTemporaryFile("x") { path in
            let call = "POST /v1/imports/villages | accept application/x-ndjson | unhurried | file \(path)"
            let streamed = await Terminal().run(
                "import",
                "villages",
                path,
                steps: .init(call: call, pieces: [line(.problem(problem))])
            )
            #expect(streamed == expected)
            let atOnce = await Terminal().run(
                "import",
                "villages",
                path,
                steps: .init(call: call, status: 422, body: Samples.json(problem))
            )
            #expect(atOnce == expected)
            let json = await Terminal().run(
                "import",
                "villages",
                path,
                "--json",
                steps: .init(call: call, pieces: [line(.problem(problem))])
            )
            #expect(json.output == line(.problem(problem)))
            #expect(json.errors == "arrivectl: The file has faults; nothing was imported. There are 1202 faults.\n")
        }
    }

    @Test func anAnswerThatWasCutOffIsNoSuccess() async throws {
        try await withTemporaryFile("x") { path in
            let call = "POST /v1/imports/villages | accept application/x-ndjson | unhurried | file \(path)"
            let cut = await Terminal().run(
                "import",
                "villages",
                path,
                steps: .init(call: call, pieces: [progress(.landing, rows: 1, bytes: 1)])
            )
            #expect(cut.code == 2)
            #expect(cut.errors.hasSuffix("whether it landed, the same command will tell\n"))
            let empty = await Terminal().run("import", "villages", path, steps: .init(call: call))
            #expect(empty.code == 2)
            let broken = await Terminal().run(
                "import",
                "villages",
                path,
                steps: .init(
                    call: call,
                    pieces: [progress(.reading, rows: 1, bytes: 1)],
                    fault: ConnectionFault(text: "the connection broke", mayHaveArrived: true)
                )
            )
            #expect(broken.code == 2)
            let nonsense = await Terminal().run(
                "import",
                "villages",
                path,
                steps: .init(call: call, pieces: ["<html>"])
            )
            #expect(nonsense.errors == "arrivectl: http://127.0.0.1:7878 gave an answer that is not understood\n")
        }
    }

    @Test func aFileThatIsNotThereIsRefusedUnsent() async {
        let none = await Terminal().run("import", "members", "/no/such/file.csv")
        #expect(
            none
                == .init(
                    code: 66,
                    output: "",
                    errors: "arrivectl: /no/such/file.csv cannot be read: No such file or directory\n"
                )
        )
        let folder = await Terminal().run("import", "members", "/")
        #expect(folder == .init(code: 66, output: "", errors: "arrivectl: / is not a regular file\n"))
    }

    @Test func anUnknownListIsRefusedUnsent() async {
        let outcome = await Terminal().run("import", "cats", "/x")
        #expect(outcome.code == 64)
        #expect(outcome.errors.hasPrefix("Error: The value 'cats' is invalid for '<kind>'."))
    }
}
