import DispatchWire
import Testing

@testable import arrivectl

struct RequestCommandTests {
    private let fullText = """
        Request 7 of 2025-06-01 is open.
          Call 120 too.
          id         r-1
          category   medical-transport, immediate
          place      沙河王庄, 固献镇 (130533104214)  36.97, 115.25
          opened     08:30:00 by hotline
          household  h-1
          summary    An old man, ill. / Cannot stand.

        SEAT  ROLE    REQUIRES  STATE
        s-1   driver  vehicle   open

        ASKED     MEMBER      DISTANCE  ETA   STATE    DELIVERED  ANSWERED  WHY
        08:30:00  例一 (m-1)  410 m     2:48  pending  08:30:01   -         contact
        08:30:00  m-22        1.9 km    5:01  pending  -          -         nearest

        May be the same call as:
          6  08:12:00  fall  covered  r-0

        08:30:00  request.opened  hotline opened the request.
        08:30:00  offer.made      m-1 is asked (contact, 410 m)

        """

    private let coveredText = """
        Request 7 of 2025-06-01 is covered.
          Call 120 too.
          id         r-1
          category   medical-transport, immediate
          place      沙河王庄, 固献镇 (130533104214)  36.97, 115.25
          opened     08:30:00 by hotline
          household  h-1
          summary    An old man, ill. / Cannot stand.

        SEAT  ROLE    REQUIRES  STATE
        s-1   driver  vehicle   filled

        ASKED     MEMBER      DISTANCE  ETA   STATE     DELIVERED  ANSWERED  WHY
        08:30:00  例一 (m-1)  410 m     2:48  accepted  08:30:01   08:30:20  contact

        ACCEPTED  MEMBER      PHONE         SEAT  STATE     EN ROUTE  ON SCENE  ENDED
        08:30:20  例一 (m-1)  0319 5550101  s-1   en-route  08:31:00  -         -

        """

    @Test func showPrintsTheWholeStory() async {
        let outcome = await Terminal().run(
            "request",
            "show",
            "r-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(Samples.request))
        )
        #expect(outcome == .init(code: 0, output: fullText, errors: ""))
    }

    @Test func showAsJSONPrintsTheAnswerAsItCame() async {
        let outcome = await Terminal().run(
            "request",
            "show",
            "r 1/x",
            "--json",
            steps: .init(call: "GET /v1/requests/r%201%2Fx", body: #"{"b":1, "a":[ ]}"#)
        )
        #expect(outcome == .init(code: 0, output: "{\"b\":1, \"a\":[ ]}\n", errors: ""))
    }

    @Test func newSendsEverythingThatWasSaid() async {
        let outcome = await Terminal().run(
            "request",
            "new",
            "--category",
            "repair",
            "--latitude",
            "36.97",
            "--longitude",
            "115.25",
            "--crs",
            "GCJ-02",
            "--household",
            "h-1",
            "--caller",
            "110",
            "--summary",
            "roof",
            "--scheduled-for",
            "2025-06-02T08:00:00+08:00",
            "--seat",
            "helper:lifting,electrician*2",
            "--seat",
            "driver",
            steps: .init(
                call: #"""
                    POST /v1/requests | key key-1 | {"callerPhone":"110","category":"repair","householdId":"h-1",\#
                    "place":{"crs":"GCJ-02","latitude":36.97,"longitude":115.25},\#
                    "scheduledFor":"2025-06-02T00:00:00.000Z",\#
                    "seats":[{"count":2,"requires":["lifting","electrician"],"role":"helper"},\#
                    {"count":1,"requires":[],"role":"driver"}],"summary":"roof","urgency":"scheduled"}
                    """#,
                status: 201,
                body: Samples.json(Samples.request)
            )
        )
        #expect(outcome == .init(code: 0, output: fullText, errors: ""))
    }

    @Test(arguments: [
        (
            ["--village", "甲村", "--village-code", "1"],
            "Error: Say the place in one way: --village-code, --village or --latitude with --longitude."
        ),
        (["--latitude", "36"], "Error: --latitude and --longitude go together."),
        (["--township", "甲镇"], "Error: --township goes with --village."),
        (["--crs", "WGS-84"], "Error: --crs goes with --latitude and --longitude."),
        (
            ["--urgency", "now"],
            "Error: The value 'now' is invalid for '--urgency <urgency>'. "
                + "Please provide one of 'immediate', 'urgent', 'routine' or 'scheduled'."
        ),
        (["--scheduled-for", "tomorrow"], "Error: The value 'tomorrow' is invalid for '--scheduled-for <time>'"),
        (["--seat", "helper*x"], "Error: The value 'helper*x' is invalid for '--seat <seat>'"),
    ])
    func aCommandLineThatCannotBeMeantIsRefusedUnsent(words: [String], message: String) async {
        let outcome = await Terminal().run(["request", "new", "--category", "fall"] + words, steps: [])
        #expect(outcome.code == 64)
        #expect(outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").first.map(String.init) == message)
    }

    @Test func listHasOneLineToARequest() async {
        var second = Samples.covered
        second.id = "r-0"
        second.number = 12
        second.category = "fall"
        second.urgency = .urgent
        second.place.village = "宋庄"
        let outcome = await Terminal().run(
            "request",
            "list",
            "--state",
            "open",
            "--limit",
            "2",
            "--after",
            "r-9",
            steps: .init(
                call: "GET /v1/requests?state=open&limit=2&after=r-9",
                body: Samples.json(RequestList(requests: [Samples.request, second], next: "r-0"))
            )
        )
        #expect(
            outcome.output == """
                NUMBER  OPENED       STATE    CATEGORY           URGENCY    VILLAGE   ID
                7       06-01 08:30  open     medical-transport  immediate  沙河王庄  r-1
                12      06-01 08:30  covered  fall               urgent     宋庄      r-0
                More with --after r-0

                """
        )
    }

    @Test func anEmptyListSaysSo() async {
        let outcome = await Terminal().run(
            "request",
            "list",
            steps: .init(call: "GET /v1/requests", body: #"{"requests":[]}"#)
        )
        #expect(outcome == .init(code: 0, output: "No requests.\n", errors: ""))
    }

    @Test func cancelAndCloseSendWhatWasSaid() async {
        let body = Samples.json(Samples.covered)
        let cancelled = await Terminal().run(
            "request",
            "cancel",
            "r-1",
            "--reason",
            "false alarm",
            steps: .init(call: #"POST /v1/requests/r-1/cancel | {"reason":"false alarm"}"#, body: body)
        )
        #expect(cancelled == .init(code: 0, output: coveredText, errors: ""))
        let closed = await Terminal().run(
            "request",
            "close",
            "r-1",
            "--grade",
            "5",
            "--note",
            "well done",
            steps: .init(call: #"POST /v1/requests/r-1/close | {"grade":5,"note":"well done"}"#, body: body)
        )
        #expect(closed == .init(code: 0, output: coveredText, errors: ""))
        let bare = await Terminal().run(
            "request",
            "cancel",
            "r-1",
            steps: .init(call: "POST /v1/requests/r-1/cancel | {}", body: body)
        )
        #expect(bare.code == 0)
    }

    @Test func closingTooEarlyIsRefusedInTheServersWords() async {
        let outcome = await Terminal().run(
            "request",
            "close",
            "r-1",
            "--json",
            steps: .init(
                call: "POST /v1/requests/r-1/close | {}",
                status: 409,
                body: #"{"code":"not-cleared","status":409,"title":"T."}"#
            )
        )
        #expect(
            outcome
                == .init(
                    code: 1,
                    output: #"{"code":"not-cleared","status":409,"title":"T."}"# + "\n",
                    errors: "arrivectl: T.\n"
                )
        )
    }

    @Test func assignTakesTheOnlyOpenSeat() async {
        let outcome = await Terminal().run(
            "request",
            "assign",
            "r-1",
            "m-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(Samples.request)),
            .init(
                call: #"POST /v1/requests/r-1/assign | {"memberId":"m-1","seat":"s-1"}"#,
                body: Samples.json(Samples.covered)
            )
        )
        #expect(outcome == .init(code: 0, output: coveredText, errors: ""))
    }

    /// With a township's token a neighbouring township's member is asked.
    @Test(arguments: [
        (OfferView.State.pending, "is asked first; name and phone are shown when they accept."),
        (.undeliverable, "cannot be reached by a message: have that township ring them."),
        (.declined, "was asked: declined."),
    ])
    func assignSaysWhenSomebodyIsAskedInstead(state: OfferView.State, said: String) async throws {
        var request = Samples.request
        var offer = try #require(request.offers.last)
        offer.id = "o-9"
        offer.memberId = "m-9"
        offer.memberName = nil
        offer.reason = "by-hand"
        offer.state = state
        request.offers.append(offer)
        let outcome = await Terminal().run(
            "request",
            "assign",
            "r-1",
            "m-9",
            "--seat",
            "s-1",
            steps: .init(
                call: #"POST /v1/requests/r-1/assign | {"memberId":"m-9","seat":"s-1"}"#,
                body: Samples.json(request)
            )
        )
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("m-9 lives in another township and \(said)\n\nRequest 7 of"))
    }

    @Test func assignAsksWhichOfSeveralSeats() async {
        var request = Samples.request
        request.seats.append(SeatView(id: "s-2", role: "helper", requires: [], state: .open))
        let outcome = await Terminal().run(
            "request",
            "assign",
            "r-1",
            "m-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(request))
        )
        #expect(outcome.code == 64)
        #expect(
            outcome.errors
                == "arrivectl: request 7 has several open seats; say which with --seat: s-1 (driver), s-2 (helper)\n"
        )
        let full = await Terminal().run(
            "request",
            "assign",
            "r-1",
            "m-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(Samples.covered))
        )
        #expect(full.errors == "arrivectl: request 7 has no open seat\n")
    }

    @Test func whatComesFromOutsideCannotMoveTheCursor() async {
        var request = Samples.covered
        request.summary = "a\u{1B}[2Jb\u{202E}c\u{9B}d"
        request.assignments = []
        let outcome = await Terminal().run(
            "request",
            "show",
            "r-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(request))
        )
        #expect(outcome.output.contains("  summary    a [2Jb c d\n"))
    }

    @Test(arguments: [
        (["seat", "r-1", "helper:lifting*2"], #"seats | {"count":2,"requires":["lifting"],"role":"helper"}"#),
        (["place", "r-1", "--village", "甲村"], #"place | {"place":{"village":"甲村"}}"#),
        (["urgency", "r-1", "urgent"], #"urgency | {"urgency":"urgent"}"#),
        (["escalate", "r-1"], "escalate"),
        (["report-in", "r-1", "--desk", "d-1"], #"report-in | {"desk":"d-1"}"#),
        (["reopen", "r-1"], "reopen | {}"),
        (["reopen", "r-1", "--seat", "s-1"], #"reopen | {"seats":["s-1"]}"#),
        (["note", "r-1", "the", "daughter", "comes"], #"notes | {"text":"the daughter comes"}"#),
        (["note", "r-1", "a neighbour too", "--call"], #"notes | {"kind":"call","text":"a neighbour too"}"#),
    ])
    func steeringSendsWhatWasSaid(arguments: [String], sent: String) async {
        let outcome = await Terminal().run(
            ["request"] + arguments,
            steps: [.init(call: "POST /v1/requests/r-1/\(sent)", body: Samples.json(Samples.request))]
        )
        #expect(outcome == .init(code: 0, output: fullText, errors: ""))
    }

    @Test func aPlaceMustBeSaid() async {
        let outcome = await Terminal().run("request", "place", "r-1")
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("say the place"))
    }

    @Test func explainSaysWhoWasAskedAndWhyOthersWereNot() async {
        let explanation = Explanation(
            requestId: "r-1",
            at: Samples.time("08:31:00"),
            members: [
                .init(memberId: "m-1", memberName: "例一", distanceMeters: 410, etaSeconds: 168),
                .init(memberId: "m-3", distanceMeters: 500, etaSeconds: 190, reason: .busy, requests: [6]),
                .init(
                    memberId: "m-4",
                    distanceMeters: 2_500,
                    etaSeconds: 600,
                    reason: .noGain,
                    gainSeconds: 0.8,
                    costSeconds: 1.4
                ),
            ]
        )
        let outcome = await Terminal().run(
            "request",
            "explain",
            "r-1",
            steps: .init(call: "GET /v1/requests/r-1", body: Samples.json(Samples.request)),
            .init(call: "GET /v1/requests/r-1/explanation", body: Samples.json(explanation))
        )
        #expect(
            outcome.output == """
                Request 7, as of 08:31:00:

                RANK  ASKED     MEMBER      DISTANCE  ETA   CHANCE  GAIN  WHY      STATE
                1     08:30:00  例一 (m-1)  410 m     2:48  -       -     contact  pending
                2     08:30:00  m-22        1.9 km    5:01  -       -     nearest  pending

                NEAR, NOT ASKED  DISTANCE  ETA    WHY NOT
                m-3              500 m     3:10   busy with request 6
                m-4              2.5 km    10:00  an alert would gain 0.8 s and must gain 1.4 s

                """
        )
    }
}
