import DispatchWire
import Foundation
import Testing

@testable import arrivectl

struct DoctorCommandTests {
    private let call = "GET /v1/doctor | unhurried"

    private func body(_ findings: FindingView...) -> String { Samples.json(DoctorReport(findings: findings)) }

    @Test func aFailureIsTwoAndStandsInTheFirstLine() async {
        let broken = FindingView("integrity", .failure, "the store is damaged: x", advice: "restore")
        let outcome = await Terminal().run("doctor", steps: .init(call: call, body: body(broken)))
        #expect(outcome.code == 2)
        #expect(outcome.output.hasPrefix("failure: "))
        #expect(outcome.output.prefix { !$0.isNewline }.contains("integrity"))
        #expect(outcome.output.contains("→ restore"))
    }

    @Test func whatCannotBeLookedAtIsThree() async throws {
        try await withTemporaryFolder(["arrived.yaml": "log:\n  level: info\n"]) { folder in
            let refused = await Terminal().run(
                ["doctor", "--config", "\(folder)/arrived.yaml"],
                steps: [.init(call: call, status: 403, body: Samples.json(Problem(.forbidden)))]
            )
            #expect(refused.code == 3, "\(refused)")
            let nobody = await Terminal().run(
                ["doctor", "--config", "\(folder)/arrived.yaml"],
                steps: [.init(call: call, fault: ConnectionFault(text: "nobody listens there", mayHaveArrived: false))]
            )
            #expect(nobody.code == 3, "\(nobody)")
            #expect(nobody.output.contains("neither --store nor the configuration names a store"))
        }
    }

    @Test func gradesMakeTheCode() {
        var outcome = DoctorOutcome()
        outcome.add(FindingView("clock", .ok, "right"))
        #expect(outcome.exitCode == 0)
        #expect(outcome.text == "ok: 1 finding\nok  clock  right")
        outcome.add(FindingView("backups", .warning, "old", advice: "make one"))
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.text == """
                warning: backups (2 findings)
                ok       clock    right
                warning  backups  old
                                  → make one
                """
        )
        outcome.couldNot("store", "no token")
        #expect(outcome.exitCode == 3)
        outcome.add(FindingView("disk", .failure, "full"))
        #expect(outcome.exitCode == 2)
        #expect(outcome.text.hasPrefix("failure: disk (4 findings)\n"))
    }

    @Test func settingsAreReadAsTheyArePrinted() {
        let text = #"""
            store: "/a \"b\" # c  # d.db"  # file
            http.publicURL: https://arrived.example.cn  # environment
            backup.folder: null  # default
            delivery.allowNetworks: ""  # default
            """#
        #expect(
            ConfigurationLook.values(text) == [
                "store": #"/a "b" # c  # d.db"#, "http.publicURL": "https://arrived.example.cn",
            ]
        )
    }

    @Test func theHelpSaysWhatTheCodesMean() async {
        let outcome = await Terminal().run("help", "doctor")
        #expect(
            outcome.output == """
                OVERVIEW: Look whether everything is in order, and say what to do where it is
                not.

                Looks at the store (schema, every page and reference, tables against the
                journal), clock, disk, permissions, backups, the configuration, and whether the
                address in members' links answers. A running server is asked, which needs an
                administrator's token; calls go on meanwhile. Without a server the store that
                the configuration or --store names is locked and read.

                The first line is a summary, and the exit code that of a monitoring plugin
                (Nagios, Icinga):
                  0  everything is in order
                  1  warnings: it works, and somebody should see to it
                  2  failures: something is broken, or will be when it is needed
                  3  something could not be looked at, and nothing that could is broken

                USAGE: arrivectl doctor [--config <file>] [--store <file>] [--server <url>] [--token-file <file>] [--allow-plain-http] [--json]

                OPTIONS:
                  --config <file>         The server's configuration; by default
                                          /etc/arrived/arrived.yaml if it is there.
                  --store <file>          The store, when no server runs; by default the
                                          configured one.
                  --server <url>          Address of the server.
                  --token-file <file>     File that holds the access token.
                  --allow-plain-http      Send the token over plain http to another machine too.
                  --json                  Print the server's JSON.
                  -h, --help              Show help information.


                """
        )
    }
}
