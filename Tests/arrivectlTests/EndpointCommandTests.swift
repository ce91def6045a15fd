import DispatchWire
import Testing

@testable import arrivectl

struct EndpointCommandTests {
    private static let endpoints = [
        EndpointView(
            id: 1,
            channel: "wecom",
            address: "https://qyapi.weixin.qq.com",
            members: 40,
            desks: 0,
            failures: 0,
            waiting: 0
        ),
        EndpointView(
            id: 2,
            channel: "generic",
            address: "https://b.example",
            members: 1,
            desks: 1,
            lastFailedAt: Samples.time("08:00:00"),
            failures: 3,
            waiting: 2
        ),
        EndpointView(
            id: 3,
            channel: "ntfy",
            address: "https://ntfy.example",
            members: 1,
            desks: 0,
            disabledAt: Samples.time("07:00:00"),
            disabledReason: "gone",
            failures: 1,
            waiting: 0
        ),
    ]

    private static func attempt(_ outcome: String, code: String? = nil) -> DeliveryView.Attempt {
        .init(
            number: 1,
            startedAt: Samples.time("08:30:00"),
            finishedAt: Samples.time("08:30:01"),
            outcome: outcome,
            status: 200,
            reason: outcome == "sent" ? nil : "configuration",
            platformCode: code,
            totalMilliseconds: 120,
            answer: outcome == "sent" ? nil : "not\u{1B}[2J\nallowed"
        )
    }

    @Test func listSaysHowEachDoes() async {
        let outcome = await Terminal().run(
            "endpoints",
            "list",
            "--filter",
            "failing",
            steps: .init(
                call: "GET /v1/endpoints?filter=failing",
                body: Samples.json(EndpointList(endpoints: Self.endpoints, next: "3"))
            )
        )
        for words in ["not used yet", "failing, 3 in a row", "OFF since", "(gone)", "More with --after 3"] {
            #expect(outcome.output.contains(words), "\(words) in \(outcome.output)")
        }
    }

    @Test func aTestThatDidNotArriveEndsWithOne() async {
        let outcome = await Terminal().run(
            "endpoints",
            "test",
            "1",
            steps: .init(
                call: "POST /v1/endpoints/1/test",
                body: Samples.json(Self.attempt("given-up", code: "310000"))
            )
        )
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("code 310000"))
        #expect(outcome.output.contains("not [2J allowed"), "nothing that a terminal would obey")
        #expect(outcome.errors == "arrivectl: the test did not arrive\n")
    }

    @Test func allAreTestedThatAreOn() async {
        let outcome = await Terminal().run(
            "endpoints",
            "test",
            "--all",
            steps: .init(
                call: "GET /v1/endpoints?limit=200",
                body: Samples.json(EndpointList(endpoints: Self.endpoints))
            ),
            .init(call: "POST /v1/endpoints/1/test", body: Samples.json(Self.attempt("sent"))),
            .init(call: "POST /v1/endpoints/2/test", body: Samples.json(Self.attempt("given-up")))
        )
        #expect(outcome.code == 1)
        #expect(
            outcome.output == """
                2  https://b.example  configuration, HTTP 200  (1 members, 1 desks)
                1 of 2 endpoints got the test.

                """
        )
        #expect(outcome.errors == "arrivectl: 1 of 2 endpoints did not get the test\n")
    }

    @Test func whatIsTestedMustBeSaid() async {
        let outcome = await Terminal().run("endpoints", "test")
        #expect(outcome.code == 64)
    }

    @Test func aDeliveryShowsWhatEachAttemptMet() async {
        let delivery = DeliveryView(
            id: 7,
            noticeId: "n-1",
            type: "offer.created",
            requestId: "r-1",
            memberId: "m-1",
            endpoint: 2,
            state: .givenUp,
            createdAt: Samples.time("08:30:00"),
            deadline: Samples.time("08:40:00"),
            settledAt: Samples.time("08:30:01"),
            attemptCount: 1,
            attempts: [Self.attempt("given-up", code: "93000")]
        )
        let outcome = await Terminal().run(
            "deliveries",
            "show",
            "7",
            steps: .init(call: "GET /v1/deliveries/7", body: Samples.json(delivery))
        )
        for words in ["given-up", "code 93000", "total 120 ms", "m-1, endpoint 2"] {
            #expect(outcome.output.contains(words), "\(words) in \(outcome.output)")
        }
    }
}
