import DispatchWire
import Testing

@testable import arrivectl

struct SessionTests {
    private func outcome(
        of problem: Problem
    ) async -> Terminal.Outcome {
        await Terminal().run(
            "token",
            "list",
            steps: .init(call: "GET /v1/tokens", status: problem.status, body: Samples.json(problem))
        )
    }

    @Test(
        arguments: [
            (
                Problem(.unauthorized), 3,
                "A valid bearer token is needed. Give it with --token-file or $ARRIVED_TOKEN."
            ),
            (
                Problem.forbidden(role: .integrator, needs: [.administrator]), 3,
                "The token does not permit this. The token's role is integrator; this needs administrator. Allowed: administrator."
            ),
            (Problem(.notFound), 4, "There is nothing by that name."),
            (Problem(.notCleared), 1, "The request cannot be closed before it is cleared."),
            (
                Problem(.invalidValue, detail: "“grade” must be a whole number from 1 to 5.", allowed: ["1…5"]), 1,
                "A field holds a value that is not allowed. “grade” must be a whole number from 1 to 5. Allowed: 1…5."
            ),
            (Problem(.internalFault), 1, "Something failed inside the daemon."),
            (
                Problem(.storeFailed, retryAfterSeconds: 3), 75,
                "The store could not be written; nothing was changed. Try again in 3 s."
            ),
            (Problem(.diskFull), 75, "The disk is full; new requests and imports are refused until there is room."),
        ] as [(Problem, Int32, String)]
    )
    func refusalsAreOneLineAndAnExitCode(problem: Problem, code: Int32, message: String) async {
        #expect(await outcome(of: problem) == .init(code: code, output: "", errors: "arrivectl: \(message)\n"))
    }

    @Test func whatIsNotTheAPIIsSaidSo() async {
        let page = await Terminal().run(
            "token",
            "list",
            steps: .init(call: "GET /v1/tokens", status: 502, body: "<html>Bad Gateway</html>")
        )
        #expect(
            page
                == .init(
                    code: 2,
                    output: "",
                    errors: "arrivectl: http://127.0.0.1:7878 answered 502 and no more than that\n"
                )
        )
        let other = await Terminal().run("token", "list", steps: .init(call: "GET /v1/tokens", body: "<html>"))
        #expect(other.code == 2)
        #expect(other.errors == "arrivectl: http://127.0.0.1:7878 gave an answer that is not understood\n")
    }

    @Test func theServerAndTheTokenComeFromTheCommandLineFirst() async throws {
        let step = FakeConnection.Step(call: "GET /v1/tokens", body: "{}")
        let variables = ["TELL": "1", "ARRIVED_SERVER": "http://county:1", "ARRIVED_TOKEN": "variable"]
        let bare = await Terminal(variables: ["TELL": "1"]).run("token", "list", "--json", steps: step)
        #expect(bare.errors == "[http://127.0.0.1:7878 -]\n")
        let fromVariables = await Terminal(variables: variables).run("token", "list", "--json", steps: step)
        #expect(fromVariables.errors == "[http://county:1 variable]\n")
        try await withTemporaryFile("\n from-file \n") { path in
            let kept = Terminal(variables: ["TELL": "1", "STANDARD_TOKEN_FILE": path])
            #expect(
                await kept.run("token", "list", "--json", steps: step).errors == "[http://127.0.0.1:7878 from-file]\n"
            )
            let all = variables.merging(["STANDARD_TOKEN_FILE": path]) { $1 }
            let preferred = await Terminal(variables: all).run("token", "list", "--json", steps: step)
            #expect(preferred.errors == "[http://county:1 variable]\n")
            for words in [
                ["--server", "http://other:2", "--token-file", path, "token", "list", "--json"],
                ["token", "list", "--json", "--server=http://other:2", "--token-file=\(path)"],
            ] {
                let given = await Terminal(variables: variables).run(words, steps: [step])
                #expect(given.errors == "[http://other:2 from-file]\n")
            }
        }
    }

    @Test func aTokenFileThatHoldsNoTokenIsRefused() async throws {
        for text in ["", "two words", String(repeating: "x", count: 5_000), "käse"] {
            try await withTemporaryFile(text) { path in
                let outcome = await Terminal().run("token", "list", "--token-file", path)
                #expect(
                    outcome
                        == .init(
                            code: 66,
                            output: "",
                            errors: "arrivectl: the token file \(path) does not hold a token\n"
                        )
                )
            }
        }
        let none = await Terminal().run("token", "list", "--token-file", "/no/such")
        #expect(none.errors == "arrivectl: the token file /no/such cannot be read\n")
    }

    @Test func anAddressThatIsNoneIsAUsageError() async {
        let outcome = await Terminal().run("token", "list", "--server", "localhost")
        #expect(outcome == .init(code: 64, output: "", errors: "arrivectl: localhost is no address\n"))
    }

    @Test func statusTellsAliveFromReady() async {
        let ready = await Terminal().run(
            "status",
            steps: .init(call: "GET /healthz", body: "{}"),
            .init(call: "GET /readyz", body: "{}")
        )
        #expect(ready == .init(code: 0, output: "The server is alive and ready.\n", errors: ""))
        let busy = await Terminal().run(
            "status",
            steps: .init(call: "GET /healthz", body: "{}"),
            .init(call: "GET /readyz", status: 503, body: Samples.json(Problem(.shuttingDown)))
        )
        #expect(busy.code == 75)
    }
}
