import DispatchWire
import Testing

@testable import arrivectl

struct WatchCommandTests {
    private func event(_ position: Int64, _ type: String, text: String? = nil) -> String {
        let event = EventMessage(
            position: position,
            at: Samples.time("08:30:0\(position % 10)"),
            type: type,
            requestId: "r-1",
            text: text
        )
        return "id: \(position)\nevent: \(type)\ndata: \(Samples.json(event))\n\n"
    }

    private func call(after id: String? = nil, query: String = "") -> String {
        let resume = id.map { " | after \($0)" } ?? ""
        return "GET /v1/events\(query) | accept text/event-stream\(resume) | unhurried"
    }

    @Test func eventsArePrintedAsTheyComeUntilTheInterrupt() async {
        let terminal = Terminal()
        async let outcome = terminal.run(
            "watch",
            "--request",
            "r-1",
            steps: .init(
                call: call(query: "?requestId=r-1"),
                pieces: [
                    ": hello\n\n", event(41, "request.opened", text: "hotline opened it."), event(42, "offer.made"),
                ],
                isEndless: true
            )
        )
        await terminal.untilPrinted()
        terminal.interrupt()
        #expect(
            await outcome
                == .init(
                    code: 0,
                    output: """
                        08:30:01  request.opened            hotline opened it.
                        08:30:02  offer.made                request r-1

                        """,
                    errors: ""
                )
        )
    }

    @Test func aLostConnectionIsTakenUpWhereItStood() async {
        let lost = ConnectionFault(text: "the connection broke", mayHaveArrived: true)
        let terminal = Terminal()
        let outcome = await terminal.run(
            "watch",
            "--since",
            "40",
            "--json",
            steps: .init(
                call: call(after: "40"),
                // The second event is cut in the middle, so it must come again.
                pieces: ["id: 41\ndata: {\"position\":41}\n\n", "id: 42\ndata: {\"posi"],
                fault: lost
            ),
            .init(call: call(after: "41"), fault: lost),
            .init(call: call(after: "41"), status: 503, body: Samples.json(Problem(.shuttingDown))),
            .init(call: call(after: "41"), pieces: ["id: 42\ndata: {\"position\":42}\n\n"]),
            .init(call: call(after: "42"), status: 410, body: Samples.json(Problem(.positionPruned)))
        )
        #expect(terminal.pausesSeconds == [1, 2, 4, 1])
        #expect(outcome.code == 1)
        #expect(
            outcome.output == """
                {"position":41}
                {"position":42}
                {"code":"position-pruned","status":410,"title":"The journal no longer reaches back to that position.",\
                "type":"urn:arrived:problem:position-pruned"}

                """
        )
        #expect(
            outcome.errors == """
                http://127.0.0.1:7878 does not answer: the connection broke. Trying again.
                http://127.0.0.1:7878 does not answer: the connection broke. Trying again.
                The daemon is shutting down; try again shortly. Trying again.
                The stream ended; connecting again.
                arrivectl: The journal no longer reaches back to that position.

                """
        )
    }

    @Test func aBareIdMarksWhereTheStreamBegan() async {
        let outcome = await Terminal().run(
            "watch",
            steps: .init(call: call(), pieces: ["id: 40\n\n"]),
            .init(call: call(after: "40"), status: 401, body: Samples.json(Problem(.unauthorized)))
        )
        #expect(outcome.code == 3)
        #expect(outcome.output == "")
    }

    @Test func aServerThatIsNotThereEndsTheFirstAttempt() async {
        let outcome = await Terminal().run(
            "watch",
            steps: .init(call: call(), fault: ConnectionFault(text: "connection refused", mayHaveArrived: false))
        )
        #expect(outcome.code == 2)
    }
}
