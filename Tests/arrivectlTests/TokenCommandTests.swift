import DispatchWire
import Testing

@testable import arrivectl

struct TokenCommandTests {
    @Test func createPrintsTheTokenAloneOnStandardOutput() async {
        let created = CreatedToken(
            id: "t-2",
            name: "desk",
            role: .desk,
            scope: .township("130533100"),
            expiresAt: Samples.time("20:00:00"),
            token: "secret-2"
        )
        let outcome = await Terminal().run(
            "token",
            "create",
            "desk",
            "--role",
            "desk",
            "--township",
            "130533100",
            "--expires-at",
            "2025-06-01T20:00:00+08:00",
            steps: .init(
                call: #"""
                    POST /v1/tokens | {"expiresAt":"2025-06-01T12:00:00.000Z","name":"desk","role":"desk",\#
                    "scope":{"township":"130533100"}}
                    """#,
                status: 201,
                body: Samples.json(created)
            )
        )
        #expect(
            outcome
                == .init(
                    code: 0,
                    output: "secret-2\n",
                    errors: "t-2: desk, desk of township 130533100, until 2025-06-01 20:00:00\n"
                )
        )
    }

    @Test func listShowsWhatEndsWhen() async {
        let made = Samples.time("08:00:00")
        let list = TokenList(tokens: [
            TokenView(id: "t-1", name: "first", role: .administrator, scope: .county("130533"), createdAt: made),
            TokenView(
                id: "t-2",
                name: "desk",
                role: .desk,
                scope: .township("130533100"),
                createdAt: made,
                expiresAt: Samples.time("20:00:00")
            ),
            TokenView(
                id: "t-3",
                name: "热线",
                role: .operator,
                scope: .county("130533"),
                createdAt: made,
                revokedAt: Samples.time("09:00:00")
            ),
        ])
        let outcome = await Terminal().run(
            "token",
            "list",
            steps: .init(call: "GET /v1/tokens", body: Samples.json(list))
        )
        #expect(
            outcome.output == """
                ID   NAME   ROLE           SCOPE               CREATED     ENDS
                t-1  first  administrator  county 130533       2025-06-01  -
                t-2  desk   desk           township 130533100  2025-06-01  2025-06-01 20:00:00
                t-3  热线   operator       county 130533       2025-06-01  revoked 2025-06-01

                """
        )
    }

    @Test func revokeSaysWhatItDid() async {
        let outcome = await Terminal().run(
            "token",
            "revoke",
            "t-2",
            steps: .init(call: "DELETE /v1/tokens/t-2", status: 204)
        )
        #expect(outcome == .init(code: 0, output: "Revoked t-2.\n", errors: ""))
        let json = await Terminal().run(
            "token",
            "revoke",
            "t-2",
            "--json",
            steps: .init(call: "DELETE /v1/tokens/t-2", status: 204)
        )
        #expect(json == .init(code: 0, output: "", errors: ""))
    }

    @Test func initPrintsTheFirstTokenAlone() async {
        let outcome = await Terminal().run("init", "--store", "/new")
        #expect(outcome == .init(code: 0, output: "first-token-of-130533\n", errors: ""))
        let taken = await Terminal().run("init", "--store", "/taken")
        #expect(taken == .init(code: 1, output: "", errors: "arrivectl: /taken exists already\n"))
        let odd = await Terminal().run("init", "--store", "/new", "--county-code", "Wei")
        #expect(odd.code == 64)
        #expect(odd.errors.hasPrefix("Error: --county-code must be six digits\n"))
    }
}
