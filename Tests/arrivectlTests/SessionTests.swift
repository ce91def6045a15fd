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
        let variables = ["TELL": "1", "ARRIVED_SERVER": "https://county:1", "ARRIVED_TOKEN": "variable"]
        let bare = await Terminal(variables: ["TELL": "1"]).run("token", "list", "--json", steps: step)
        #expect(bare.errors == "[http://127.0.0.1:7878 -]\n")
        let fromVariables = await Terminal(variables: variables).run("token", "list", "--json", steps: step)
        #expect(fromVariables.errors == "[https://county:1 variable]\n")
        try await withTemporaryFile("\n from-file \n") { path in
            let kept = Terminal(variables: ["TELL": "1", "STANDARD_TOKEN_FILE": path])
            #expect(
                await kept.run("token", "list", "--json", steps: step).errors == "[http://127.0.0.1:7878 from-file]\n"
            )
            let all = variables.merging(["STANDARD_TOKEN_FILE": path]) { $1 }
            let preferred = await Terminal(variables: all).run("token", "list", "--json", steps: step)
            #expect(preferred.errors == "[https://county:1 variable]\n")
            for words in [
                ["--server", "https://other:2", "--token-file", path, "token", "list", "--json"],
                ["token", "list", "--json", "--server=https://other:2", "--token-file=\(path)"],
            ] {
                let given = await Terminal(variables: variables).run(words, steps: [step])
                #expect(given.errors == "[https://other:2 from-file]\n")
            }
        }
    }

    /// The administrator's token of this machine opens everything; whoever names another server must name a token too.
    @Test func theMachinesOwnTokenGoesToItsOwnServerAlone() async throws {
        let step = FakeConnection.Step(call: "GET /v1/tokens", body: "{}")
        try await withTemporaryFile("kept") { path in
            func told(
                _ server: String?,
                _ variables: [String: String] = [:],
                configuration: String? = nil
            ) async -> String {
                let world = ["TELL": "1", "STANDARD_TOKEN_FILE": path].merging(variables) { $1 }
                let words = ["token", "list", "--json"] + (server.map { ["--server", $0] } ?? [])
                return await Terminal(variables: world, configuration: configuration).run(words, steps: [step]).errors
            }
            #expect(await told(nil) == "[http://127.0.0.1:7878 kept]\n")
            for own in ["http://127.0.0.1:7878", "http://127.0.0.1:7878/"] {
                #expect(await told(own) == "[\(own) kept]\n")
            }
            for other in [
                "https://county.example", "http://127.0.0.1:7879", "http://127.0.0.1", "http://localhost:7878",
                "http://127.0.0.1:78780", "http://127.0.0.1:7878/county", "http://127.0.0.1:7878@evil.example",
            ] {
                #expect(await told(other) == "[\(other) -]\n")
                #expect(await told(nil, ["ARRIVED_SERVER": other]) == "[\(other) -]\n")
            }
            let configuration = """
                store: /var/lib/arrived/county.db
                listen: 127.0.0.1:9000 # beside the old one
                http:
                  publicURL: "https://county.example"
                """
            for own in ["http://127.0.0.1:9000", "https://county.example", "https://county.example/"] {
                #expect(await told(own, configuration: configuration) == "[\(own) kept]\n")
            }
            #expect(await told("https://other.example", configuration: configuration) == "[https://other.example -]\n")
            let given = await told("https://other.example", ["ARRIVED_TOKEN": "given"])
            #expect(given == "[https://other.example given]\n")
        }
    }

    @Test func noTokenGoesUnencryptedToAnotherMachineUnlessToldSo() async throws {
        let step = FakeConnection.Step(call: "GET /v1/tokens", body: "{}")
        for server in [
            "http://county.example", "http://10.0.0.1:7878", "http://127.0.0.1.example", "http://localhost.example",
            "http://[fe80::1]:7878", "http://[64:ff9b::7f00:1]", "HTTP://county.example",
        ] {
            let refused = await Terminal().run(["token", "list", "--json", "--server", server], steps: [])
            #expect(refused.code == 64)
            let said = "use https, or say --allow-plain-http if the way there is safe"
            #expect(refused.errors == "arrivectl: the token would go to \(server) unencrypted; \(said)\n")
            guard server.hasPrefix("http") else { continue }
            let world = ["TELL": "1", "ARRIVED_TOKEN": "secret"]
            let words = ["token", "list", "--json", "--server", server, "--allow-plain-http"]
            #expect(await Terminal(variables: world).run(words, steps: [step]).errors == "[\(server) secret]\n")
            let bare = await Terminal(variables: ["TELL": "1"]).run(Array(words.dropLast()), steps: [step])
            #expect(bare.errors == "[\(server) -]\n", "without a token there is nothing to lose")
        }
        for server in ["http://127.0.0.1:1", "http://127.8.9.10", "http://localhost:7878", "http://[::1]:7878"] {
            let outcome = await Terminal().run(["token", "list", "--json", "--server", server], steps: [step])
            #expect(outcome.code == 0)
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
            .init(call: "GET /readyz", body: #"{"status":"ready","clock":{"doubted":false}}"#)
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
