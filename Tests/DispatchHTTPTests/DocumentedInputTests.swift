import DispatchCore
import DispatchWire
import HTTPTypes
import Testing

/// What the document says of bodies and parameters is what the daemon takes: each is held against both.
@Suite(.timeLimit(.minutes(2)))
struct DocumentedInputTests {
    struct Body: Sendable, CustomTestStringConvertible {
        /// Below a request's path, or `requests`, `tokens`, `members`.
        let route: String
        let text: String
        let fits: Bool
        var testDescription: String { "\(route) \(text.prefix(80))" }
    }

    private static let schemas = [
        "requests": "NewRequest", "tokens": "NewToken", "members": "MemberPatch", "cancel": "Cancel", "close": "Close",
        "assign": "Assign", "seats": "NewSeat", "place": "CorrectPlace", "urgency": "ChangeUrgency",
        "report-in": "ReportIn", "reopen": "Reopen", "notes": "NewNote",
    ]

    /// Refusals for the form of a body, and not for what it names.
    private static let form: Set<ProblemCode> = [
        .invalidJSON, .unknownField, .missingField, .wrongType, .invalidValue, .missingPlace, .unknownUrgency,
    ]

    private static func long(_ count: Int) -> String { String(repeating: "长", count: count) }
    private static func request(_ fields: String) -> String { #"{"category":"fall","householdId":"h1",\#(fields)}"# }
    private static func place(_ fields: String) -> String { #"{"place":{\#(fields)}}"# }
    private static func token(_ fields: String) -> String { #"{"name":"a","role":"desk",\#(fields)}"# }

    private static let fitting: [(String, [String])] = [
        (
            "requests",
            [
                request(#""urgency":null,"place":null,"callerPhone":null,"summary":null"#),
                request(#""scheduledFor":null,"seats":null"#),
                request(#""summary":"""#), request(#""summary":" \n\t""#), request(#""summary":"\#(long(2000))""#),
                request(#""seats":[{"role":" driver\u3000","requires":null,"count":null}]"#),
                request(#""seats":[{"role":"\#(long(40))","requires":[" a ","a"],"count":2.0}]"#),
                request(#""scheduledFor":"2096-02-29t23:59:59.123456789z""#),
                request(#""urgency":"scheduled","scheduledFor":"2096-02-29T00:00:00-23:59""#),
                #"{"category":"fall","callerPhone":" (1)3-9+1 1110001\n","householdId":null}"#,
                #"{"category":" fall ","place":{"villageCode":"999999001001","village":null,"crs":null}}"#,
                #"{"category":"fall","place":{"village":"Upper Example","township":null,"latitude":null}}"#,
                #"{"category":"fall","place":{"latitude":37.0,"longitude":115.2,"crs":null,"villageCode":null}}"#,
            ]
        ),
        (
            "tokens",
            [
                token(#""scope":null,"expiresAt":null"#), token(#""scope":{"county":"999999","township":null}"#),
                token(#""scope":{"county":null,"township":"999999001"}"#),
                token(#""expiresAt":"2096-02-29T00:00:00.5+08:00""#), #"{"name":"\#(long(80))","role":"desk"}"#,
            ]
        ),
        (
            "members",
            [
                #"{"duty":null,"awayUntil":null}"#, #"{"awayUntil":null,"position":null}"#,
                #"{"duty":"on","position":null}"#, #"{"position":{"latitude":37,"longitude":115.2,"crs":null}}"#,
            ]
        ),
        ("cancel", [#"{"reason":null}"#, #"{"reason":""}"#, #"{"reason":"\#(long(2000))"}"#, "{}"]),
        ("close", [#"{"grade":null,"note":null}"#, #"{"grade":5.0,"note":"\t"}"#, "{}"]),
        ("assign", [#"{"memberId":" m1 ","seat":"\#(long(64))"}"#]),
        ("seats", [#"{"role":"a","requires":[],"count":1e0}"#]),
        ("place", [place(#""village":"Twin Example","township":"999999001","longitude":null"#)]),
        ("urgency", [#"{"urgency":"routine"}"#]),
        ("report-in", [#"{"desk":null}"#, #"{"desk":"\#(long(64))"}"#, "{}"]),
        ("reopen", [#"{"seats":null}"#, #"{"seats":[]}"#, #"{"seats":["01973A10-2F00-7000-8000-000000000001"]}"#]),
        ("notes", [#"{"text":"\u3000a\u2028"}"#, #"{"text":"\#(long(2000))"}"#]),
    ]

    private static let unfitting: [(String, [String])] = [
        (
            "requests",
            [
                #"{"category":"fall"}"#, #"{"category":"fall","place":null,"householdId":null,"callerPhone":null}"#,
                #"{"category":null,"householdId":"h1"}"#, request(#""summary":"\#(long(2001))""#),
                request(#""summary":" \#(long(2000))""#), request(#""summary":"\u0085""#),
                request(#""summary":"\u007f""#),
                request(#""summary":"\f""#), request(#""urgency":"scheduled""#),
                request(#""urgency":"urgent","scheduledFor":"2096-01-01T00:00:00Z""#), request(#""seats":[]"#),
                request(#""seats":[{"role":""}]"#), request(#""seats":[{"role":"two words"}]"#),
                request(#""seats":[{"role":"a","requires":["a,b"]}]"#),
                request(#""seats":[{"role":"a","requires":[" "]}]"#),
                request(#""seats":[{"role":" \#(long(40))"}]"#), request(#""seats":[{"role":"a","count":1.5}]"#),
                request(#""seats":[null]"#), request(#""scheduledFor":"2096-12-31T23:59:60Z""#),
                request(#""scheduledFor":"2096-01-01T00:00:00.1234567890Z""#),
                request(#""scheduledFor":"2096-01-01T00:00:00""#), request(#""scheduledFor":"2095-02-29T00:00:00Z""#),
                #"{"category":"fall","householdId":""}"#, #"{"category":"fall","householdId":"\u3000"}"#,
                #"{"category":"fall","callerPhone":"12"}"#, #"{"category":"fall","callerPhone":"１１０"}"#,
                #"{"category":"fall","callerPhone":"11\t0"}"#,
                #"{"category":"fall","place":{"villageCode":"999999001001","village":"Upper Example"}}"#,
                #"{"category":"fall","place":{"villageCode":null}}"#,
                #"{"category":"fall","place":{"latitude":37.0,"longitude":null}}"#,
                #"{"category":"fall","place":{"township":"First Township"}}"#,
            ]
        ),
        (
            "tokens",
            [
                token(#""scope":{}"#), token(#""scope":{"county":null}"#),
                token(#""scope":{"county":"999999","township":"999999001"}"#), #"{"name":" ","role":"desk"}"#,
                #"{"name":"\#(long(81))","role":"desk"}"#, #"{"name":"a","role":null}"#, token(#""expiresAt":"soon""#),
            ]
        ),
        (
            "members",
            [
                "{}", #"{"duty":null}"#, #"{"duty":null,"position":null}"#, #"{"position":{}}"#,
                #"{"position":{"latitude":37,"longitude":null}}"#, #"{"duty":"On"}"#,
            ]
        ),
        ("cancel", [#"{"reason":"\u0000"}"#, #"{"reason":"\#(long(2001))"}"#, #"{"reason":1}"#]),
        ("close", [#"{"grade":6}"#, #"{"grade":1.5}"#, #"{"note":"\u001b"}"#]),
        ("assign", [#"{"memberId":"m1"}"#, #"{"memberId":"","seat":"a"}"#, #"{"memberId":"m1","seat":null}"#]),
        ("seats", ["{}", #"{"role":";"}"#, #"{"role":"a","count":21}"#]),
        ("place", [#"{"place":null}"#, place(""), place(#""village":" ""#)]),
        ("urgency", [#"{"urgency":"scheduled"}"#, #"{"urgency":null}"#, "{}"]),
        ("report-in", [#"{"desk":""}"#, #"{"desk":"\#(long(65))"}"#]),
        ("reopen", [#"{"seats":[null]}"#, #"{"seats":"all"}"#]),
        ("notes", [#"{"text":""}"#, #"{"text":"\u2028"}"#, #"{"text":"\#(long(2001))"}"#, #"{"text":null}"#]),
    ]

    static let bodies = [(fitting, true), (unfitting, false)].flatMap { table, fits in
        table.flatMap { route, texts in texts.map { Body(route: route, text: $0, fits: fits) } }
    }

    @Test func aBodyIsTakenIfItFitsTheDocumentAndOnlyThen() async throws {
        let document = OpenAPIDocument.served
        let check = JSONSchemaCheck(document: document, isAnswer: false)
        try await APIWorld.run { world in
            for body in Self.bodies {
                let schema = document.schema(try #require(Self.schemas[body.route]))
                let faults = check.faults(of: try JSONValue(parsing: body.text), as: schema, at: "body")
                #expect(faults.isEmpty == body.fits, "the document of \(body.testDescription): \(faults)")
                let path =
                    switch body.route {
                    case "requests", "tokens": "/v1/\(body.route)"
                    case "members": "/v1/members/m1"
                    case let step: "/v1/requests/\(try await world.open().id)/\(step)"
                    }
                let reply = try await world.call(
                    body.route == "members" ? .patch : .post,
                    path,
                    token: world.tokens.administrator,
                    text: body.text
                )
                let isOfForm = reply.code.map { Self.form.contains($0) } ?? false
                #expect(isOfForm != body.fits, "the daemon on \(body.testDescription): \(reply.status) \(reply.text)")
            }
        }
    }

    @Test(arguments: [
        ("/v1/requests?limit=", true), ("/v1/requests?after=", true), ("/v1/requests?state=", true),
        ("/v1/requests?state=;open,,cleared,", true), ("/v1/requests?limit=2.0", true),
        ("/v1/requests?limit=%2B2", false),
        ("/v1/requests?limit=02", false), ("/v1/requests?limit=%202", false), ("/v1/requests?state=open%20", false),
        ("/v1/members/nearest?latitude=3.7e1&longitude=115.2&crs=&limit=", true),
        ("/v1/members/nearest?latitude=%2B37&longitude=115.2", false),
        ("/v1/members/nearest?latitude=0x25&longitude=115.2", false),
        ("/v1/members/nearest?latitude=&longitude=115.2", false),
        ("/v1/members/nearest?latitude=37&longitude=115.2&requires=a;b;c;d;e;f;g;;h;", true),
        ("/v1/deliveries?endpoint=&request=&state=&after=&limit=", true),
        ("/v1/deliveries?after=9223372036854775807", true),
        ("/v1/deliveries?after=9223372036854775808", false), ("/v1/endpoints?filter=&after=0", true),
    ])
    func aParameterIsReadAsTheDocumentSays(target: String, isTaken: Bool) async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(.get, target, token: world.tokens.administrator)
            #expect(reply.status == (isTaken ? 200 : 422), "\(reply.text)")
        }
    }

    /// `?dryRun` alone would else import.
    @Test(arguments: ["dryRun", "dryRun=", "dryRun=1", "dryRun=TRUE", "removeMissing"])
    func aFlagIsTrueOrFalseAndNothingElse(query: String) async throws {
        try await APIWorld.run { world in
            let before = try await world.deeds()
            let reply = try await world.call(
                .post,
                "/v1/imports/households?\(query)",
                token: world.tokens.administrator,
                text: APIRosters().households
            )
            #expect(reply.code == .invalidValue)
            #expect(reply.json["allowed"] == ["true", "false"])
            #expect(try await world.deeds() == before)
        }
    }

    @Test(arguments: ["+1", "01", "1.0", "1e0", "%201", "0x1", "0", "-1", "9223372036854775808"])
    func aNumberInAPathHasOneSpelling(text: String) async throws {
        try await APIWorld.run { world in
            _ = try await world.open()
            for path in ["/v1/requests/\(text)", "/v1/endpoints/\(text)", "/v1/deliveries/\(text)"] {
                let reply = try await world.call(.get, path, token: world.tokens.administrator)
                #expect(reply.code == .notFound, "\(path)")
            }
            #expect(try await world.call(.get, "/v1/requests/1", token: world.tokens.administrator).status == 200)
        }
    }
}
