import DispatchWire
import Testing

@testable import arrivectl

struct ForgetCommandTests {
    private static func forgotten(_ kind: ForgottenView.Kind, _ id: String, was: Bool = false) -> ForgottenView {
        ForgottenView(
            kind: kind,
            id: id,
            forgottenAt: Samples.time("08:30:00"),
            wasForgotten: was,
            erasedRequests: kind == .member || was ? 0 : 1,
            clearedTexts: was ? 0 : 2
        )
    }

    private static func step(_ view: ForgottenView, _ path: String) -> FakeConnection.Step {
        .init(call: "POST /v1/\(path)/forget", body: Samples.json(view))
    }

    @Test func saysWhatWasErasedAndWhereThePersonStillIs() async {
        let outcome = await Terminal().run(
            "forget",
            "member",
            "m-1",
            "--yes",
            steps: Self.step(Self.forgotten(.member, "m-1"), "members/m-1")
        )
        #expect(
            outcome
                == .init(
                    code: 0,
                    output: """
                        Member m-1 is forgotten: erased in 0 requests and 2 texts as well as everywhere else in the store.
                        Backups made before now still hold the person until they are rotated out.
                        The next import brings the person back unless the list no longer names them.

                        """,
                    errors: ""
                )
        )
    }

    @Test func theIdIsTypedOnceMore() async {
        let question = "Household h-1 will be erased for good. Type the id again to go on: "
        let meant = await Terminal(typed: "h-1").run(
            "forget",
            "household",
            "h-1",
            steps: Self.step(Self.forgotten(.household, "h-1"), "households/h-1")
        )
        #expect(meant.code == 0)
        #expect(meant.errors == question)
        #expect(meant.output.hasPrefix("Household h-1 is forgotten: erased in 1 request and 2 texts"))
        let mistaken = await Terminal(typed: "h-2").run("forget", "household", "h-1")
        #expect(
            mistaken
                == .init(code: 64, output: "", errors: question + "arrivectl: That is not h-1; nothing was erased.\n")
        )
        let alone = await Terminal().run("forget", "household", "h-1")
        #expect(
            alone
                == .init(
                    code: 64,
                    output: "",
                    errors: "arrivectl: Nobody can be asked whether this is meant; say --yes.\n"
                )
        )
    }

    @Test func whoWasForgottenIsForgottenStill() async {
        let outcome = await Terminal().run(
            "forget",
            "member",
            "m-1",
            "--yes",
            steps: Self.step(Self.forgotten(.member, "m-1", was: true), "members/m-1")
        )
        #expect(outcome.code == 0)
        #expect(outcome.output == "Member m-1 was forgotten on 2025-06-01 08:30:00; nothing is left to erase.\n")
    }

    @Test func aRefusalNamesTheRequest() async {
        var problem = Problem(.partOfOpenRequest, detail: "End request 7 first.")
        problem.candidates = [.object(["requestId": .string("r-1"), "number": .integer(7)])]
        let outcome = await Terminal().run(
            "forget",
            "member",
            "m-1",
            "--yes",
            steps: .init(call: "POST /v1/members/m-1/forget", status: 409, body: Samples.json(problem))
        )
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("They are part of a request that is not over. End request 7 first."))
    }

    @Test func anErasedRequestSaysSo() async {
        var request = Samples.request
        request.state = .closed
        request.householdId = nil
        request.summary = nil
        request.personalDataErasedAt = Samples.time("09:00:00")
        request.timelineStart = 4_711
        request.timeline = []
        let outcome = await Terminal().run(
            "request",
            "show",
            "r-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(request))
        )
        #expect(outcome.output.contains("  erased    2025-06-01: phone, household, summary, notes and exact place\n"))
        #expect(outcome.output.hasSuffix("What came before position 4711 of the journal is no longer kept.\n"))
        #expect(!outcome.output.contains("household "))
    }

    @Test func theHelpSaysWhatStaysBehind() async {
        let outcome = await Terminal().run("forget", "--help")
        #expect(
            outcome.output == """
                OVERVIEW: Erase a person everywhere in the store, for good.

                Refused while a member holds a seat of a request or may still accept an offer,
                and while a request of the household is not over. Backups made before still
                hold the person until they are rotated out, and the next import brings them
                back unless the list no longer names them.

                USAGE: arrivectl forget <subcommand>

                OPTIONS:
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  member                  Erase a member: list, endpoints, link, what was
                                          learned, name and phone in texts.
                  household               Erase a household: list, and who called in its
                                          requests.

                  See 'arrivectl help forget <subcommand>' for detailed help.

                """
        )
    }
}
