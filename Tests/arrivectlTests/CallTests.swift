import DispatchWire
import Testing

@testable import arrivectl

struct CallTests {
    private let submission = #"""
        POST /v1/requests | key key-1 | {"callerPhone":"0319-5550101","category":"medical-transport",\#
        "summary":"old man, ill"}
        """#

    @Test func aCallPrintsWhatTheOperatorMustKnow() async {
        let outcome = await Terminal().run(
            "call",
            "0319-5550101",
            "medical-transport",
            "old",
            "man,",
            "ill",
            steps: .init(call: submission, status: 201, body: Samples.json(Samples.request))
        )
        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                Request 7 of 2025-06-01 is open.
                  沙河王庄, 固献镇 (130533104214)
                  Call 120 too.

                ASKED     MEMBER      DISTANCE  ETA   STATE    DELIVERED  ANSWERED  WHY
                08:30:00  例一 (m-1)  410 m     2:48  pending  08:30:01   -         contact
                08:30:00  m-22        1.9 km    5:01  pending  -          -         nearest

                May be the same call as:
                  6  08:12:00  fall  covered  r-0

                """
        )
    }

    @Test func aCallNobodyCanAnswerNamesWhomToRing() async {
        var request = Samples.request
        request.state = .unanswered
        request.category = "fall"
        request.advice = []
        request.offers = []
        request.similar = []
        request.unansweredNearest = [
            MemberToRing(memberId: "m-1", name: "例一", phone: "0319 5550101", distanceMeters: 12_340),
            MemberToRing(memberId: "m-22", name: "例二十二", phone: "0319 5550122", distanceMeters: 20_000),
            MemberToRing(memberId: "m-9", distanceMeters: 21_000),
        ]
        let outcome = await Terminal().run(
            "call",
            "110",
            "fall",
            steps: .init(
                call: #"POST /v1/requests | key key-1 | {"callerPhone":"110","category":"fall"}"#,
                status: 201,
                body: Samples.json(request)
            )
        )
        #expect(
            outcome.output == """
                Request 7 of 2025-06-01 is unanswered.
                  沙河王庄, 固献镇 (130533104214)

                NOBODY ANSWERED. Ring the nearest:
                  例一 (m-1)       0319 5550101         12.3 km
                  例二十二 (m-22)  0319 5550122         20.0 km
                  m-9              ask: request assign  21.0 km

                """
        )
    }

    @Test func aPlaceSaidOnTheLineGoesWithTheCall() async {
        let outcome = await Terminal().run(
            "--json",
            "call",
            "110",
            "fall",
            "-u",
            "urgent",
            "--village",
            "宋庄",
            "--township",
            "甲镇",
            steps: .init(
                call: #"""
                    POST /v1/requests | key key-1 | {"callerPhone":"110","category":"fall",\#
                    "place":{"township":"甲镇","village":"宋庄"},"urgency":"urgent"}
                    """#,
                status: 201,
                body: #"{"id":"r-1"}"#
            )
        )
        #expect(outcome == .init(code: 0, output: "{\"id\":\"r-1\"}\n", errors: ""))
    }

    @Test func anAmbiguousVillageListsTheCandidates() async {
        let problem = Problem(
            .ambiguousVillage,
            field: "place.village",
            value: "宋庄",
            candidates: [
                ["villageCode": "130533100001", "village": "宋庄", "township": "甲镇"],
                ["villageCode": "130533101001", "village": "宋庄", "township": "乙镇"],
            ]
        )
        let outcome = await Terminal().run(
            "call",
            "110",
            "fall",
            "--village",
            "宋庄",
            steps: .init(
                call: #"""
                    POST /v1/requests | key key-1 | {"callerPhone":"110","category":"fall",\#
                    "place":{"village":"宋庄"}}
                    """#,
                status: 422,
                body: Samples.json(problem)
            )
        )
        #expect(
            outcome
                == .init(
                    code: 1,
                    output: "",
                    errors: """
                          township 甲镇  village 宋庄  villageCode 130533100001
                          township 乙镇  village 宋庄  villageCode 130533101001
                        arrivectl: More than one village has that name; say which.

                        """
                )
        )
    }

    @Test func aLostAnswerIsAskedForAgainUnderTheSameKey() async {
        let terminal = Terminal()
        let outcome = await terminal.run(
            "--json",
            "call",
            "0319-5550101",
            "medical-transport",
            "old",
            "man,",
            "ill",
            steps: .init(call: submission, fault: ConnectionFault(text: "the connection broke", mayHaveArrived: true)),
            .init(call: submission, fault: ConnectionFault(text: "connection refused", mayHaveArrived: false)),
            .init(call: submission, status: 503, body: Samples.json(Problem(.queueFull, retryAfterSeconds: 2))),
            .init(call: submission, status: 201, body: "{}")
        )
        #expect(terminal.pausesSeconds == [1, 1, 2])
        #expect(
            outcome
                == .init(
                    code: 0,
                    output: "{}\n",
                    errors: """
                        http://127.0.0.1:7878 does not answer: the connection broke. Trying again.
                        http://127.0.0.1:7878 does not answer: connection refused. Trying again.
                        The daemon has more to do than it can take; try again shortly. Try again in 2 s. Trying again.

                        """
                )
        )
    }

    @Test func aDaemonThatStaysBusyIsGivenUpWithItsOwnExitCode() async {
        let busy = FakeConnection.Step(
            call: submission,
            status: 503,
            body: Samples.json(Problem(.shuttingDown, retryAfterSeconds: 1))
        )
        let outcome = await Terminal().run(
            ["call", "0319-5550101", "medical-transport", "old man, ill"],
            steps: [busy, busy, busy, busy]
        )
        #expect(outcome.code == 75)
        #expect(
            outcome.errors.split(separator: "\n").last
                == "arrivectl: The daemon is shutting down; try again shortly. Try again in 1 s."
        )
    }

    @Test func aDaemonThatDoesNotRunIsSaidAtOnce() async {
        let terminal = Terminal()
        let outcome = await terminal.run(
            "call",
            "0319-5550101",
            "medical-transport",
            "old man, ill",
            steps: .init(call: submission, fault: ConnectionFault(text: "connection refused", mayHaveArrived: false))
        )
        #expect(terminal.pausesSeconds == [])
        #expect(
            outcome
                == .init(
                    code: 2,
                    output: "",
                    errors: "arrivectl: http://127.0.0.1:7878 does not answer: connection refused\n"
                )
        )
    }
}
