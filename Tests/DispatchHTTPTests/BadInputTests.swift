import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

/// What does not make sense is refused by name, and nothing changes.
@Suite(.timeLimit(.minutes(2)))
struct BadInputTests {
    struct Body: Sendable, CustomTestStringConvertible {
        let text: String
        let code: ProblemCode
        var field: String?
        var testDescription: String { String(text.prefix(100)) }

        init(_ text: String, _ code: ProblemCode, _ field: String? = nil) {
            self.text = text
            self.code = code
            self.field = field
        }
    }

    private static func place(_ place: String) -> String { #"{"category":"fall","place":\#(place)}"# }
    private static func with(_ field: String) -> String { #"{"category":"fall","householdId":"h1",\#(field)}"# }

    static let bodies: [Body] = [
        // Broken JSON.
        Body("", .invalidJSON), Body(" ", .invalidJSON), Body("{", .invalidJSON), Body("nonsense", .invalidJSON),
        Body(#"{"category":"fall",}"#, .invalidJSON), Body(#"{"category":'fall'}"#, .invalidJSON),
        Body(#"{"category":"fall"} x"#, .invalidJSON), Body(#"{"category":"fall","category":"fall"}"#, .invalidJSON),
        Body("{\"category\":\"fa\u{0}ll\"}", .invalidJSON), Body(#"{"category":"\ud800"}"#, .invalidJSON),
        Body("\u{FEFF}{}", .invalidJSON), Body(#"{"category":NaN}"#, .invalidJSON),
        Body(with(#""grade":1e999"#), .invalidJSON),
        Body(String(repeating: "[", count: 33) + String(repeating: "]", count: 33), .invalidJSON),
        Body(String(repeating: #"{"a":"#, count: 8000), .invalidJSON),
        // Another kind of value.
        Body("[]", .wrongType, "body"), Body("null", .wrongType, "body"), Body("7", .wrongType, "body"),
        Body(#"{"category":7}"#, .wrongType, "category"), Body(place("[]"), .wrongType, "place"),
        Body(with(#""summary":{}"#), .wrongType, "summary"), Body(with(#""seats":{}"#), .wrongType, "seats"),
        Body(with(#""seats":[1]"#), .wrongType, "seats[0]"), Body(with(#""urgency":true"#), .wrongType, "urgency"),
        Body(with(#""seats":[{"role":"a","requires":[1]}]"#), .wrongType, "seats[0].requires[0]"),
        Body(place(#"{"latitude":"37","longitude":115}"#), .wrongType, "place.latitude"),
        // Fields that are unknown or missing.
        Body(with(#""colour":1"#), .unknownField, "colour"),
        Body(place(#"{"villageCode":"1","x":1}"#), .unknownField, "place.x"),
        Body(with(#""seats":[{"role":"a","n":1}]"#), .unknownField, "seats[0].n"),
        Body("{}", .missingField, "category"), Body(#"{"category":null}"#, .missingField, "category"),
        Body(#"{"category":"fall"}"#, .missingPlace, "place"),
        Body(with(#""seats":[{}]"#), .missingField, "seats[0].role"),
        Body(with(#""urgency":"scheduled""#), .missingField, "scheduledFor"),
        Body(place(#"{"latitude":37}"#), .missingField, "place.longitude"),
        // Words that do not exist.
        Body(#"{"category":"flying","householdId":"h1"}"#, .unknownCategory, "category"),
        Body(#"{"category":"two words","householdId":"h1"}"#, .unknownCategory, "category"),
        Body(with(#""urgency":"now""#), .unknownUrgency, "urgency"),
        Body(place(#"{"villageCode":"000000000000"}"#), .unknownVillage, "place.villageCode"),
        Body(place(#"{"village":"Nowhere"}"#), .unknownVillage, "place.village"),
        Body(place(#"{"village":"Upper Example","township":"Second Township"}"#), .unknownVillage, "place.village"),
        Body(#"{"category":"fall","householdId":"h99"}"#, .unknownHousehold, "householdId"),
        Body(#"{"category":"fall","callerPhone":"000"}"#, .unknownCaller, "callerPhone"),
        // Places that cannot be.
        Body(place("{}"), .invalidValue, "place"),
        Body(place(#"{"villageCode":"1","village":"a"}"#), .invalidValue, "place"),
        Body(place(#"{"latitude":115.2,"longitude":37.0}"#), .invalidValue, "place.latitude"),
        Body(place(#"{"latitude":37.0,"longitude":200}"#), .invalidValue, "place.longitude"),
        Body(place(#"{"latitude":37.0,"longitude":115.2,"crs":"wgs84"}"#), .invalidValue, "place.crs"),
        Body(place(#"{"latitude":0,"longitude":0}"#), .offTheMap, "place.latitude"),
        Body(place(#"{"latitude":90,"longitude":-180}"#), .offTheMap, "place.latitude"),
        Body(place(#"{"latitude":1,"longitude":1,"crs":"GCJ-02"}"#), .offTheMap, "place.latitude"),
        Body(place(#"{"latitude":1e308,"longitude":1}"#), .invalidValue, "place.latitude"),
        // Texts and numbers beyond their limits.
        Body(with(#""summary":"a\u0000b""#), .invalidValue, "summary"),
        Body(with(#""summary":"a\u001bb""#), .invalidValue, "summary"),
        Body(with(#""summary":"\#(String(repeating: "長", count: 2001))""#), .invalidValue, "summary"),
        Body(
            #"{"category":"fall","householdId":"\#(String(repeating: "h", count: 65))"}"#,
            .invalidValue,
            "householdId"
        ),
        Body(#"{"category":"fall","householdId":" "}"#, .invalidValue, "householdId"),
        Body(#"{"category":"fall","callerPhone":"one"}"#, .invalidValue, "callerPhone"),
        Body(with(#""seats":[]"#), .invalidValue, "seats"),
        Body(with(#""seats":[{"role":"a","count":0}]"#), .invalidValue, "seats[0].count"),
        Body(with(#""seats":[{"role":"a","count":99999999999999999999}]"#), .invalidValue, "seats[0].count"),
        Body(with(#""seats":[{"role":"a","count":1.5}]"#), .invalidValue, "seats[0].count"),
        Body(
            with(#""seats":[\#(Array(repeating: #"{"role":"a"}"#, count: 9).joined(separator: ","))]"#),
            .invalidValue,
            "seats"
        ),
        Body(with(#""scheduledFor":"tomorrow""#), .invalidValue, "scheduledFor"),
        Body(with(#""scheduledFor":"2025-06-01T08:00:00""#), .invalidValue, "scheduledFor"),
        Body(with(#""scheduledFor":"2001-01-01T08:00:00Z""#), .invalidValue, "scheduledFor"),
        Body(with(#""scheduledFor":"9999-12-31T23:59:59Z","urgency":"urgent""#), .invalidValue, "urgency"),
    ]

    @Test func refusesBodiesThatMakeNoSense() async throws {
        try await APIWorld.run { world in
            let before = try await world.deeds()
            for body in Self.bodies {
                let reply = try await world.call(
                    .post,
                    "/v1/requests",
                    token: world.tokens.operator,
                    headers: ["Idempotency-Key": "k"],
                    text: body.text
                )
                #expect(reply.code == body.code, "\(body.testDescription): \(reply.text.prefix(300))")
                #expect(reply.json["field"]?.text == body.field, "\(body.testDescription)")
                #expect(reply.body.count < 4_096, "an answer does not repeat what it was sent")
            }
            #expect(try await world.deeds() == before)
            let unknown = try await world.call(
                .post,
                "/v1/requests",
                token: world.tokens.operator,
                text: #"{"category":"flying","householdId":"h1"}"#
            )
            #expect(unknown.json["value"] == "flying")
            #expect(
                unknown.json["allowed"]?.elements.compactMap(\.text)
                    == ["medical-transport", "fall", "elder-check", "errand", "repair", "disaster", "other"]
            )
        }
    }

    @Test func takesTheLatestTimeThereIs() async throws {
        try await APIWorld.run { world in
            let view = try await world.open(
                #"{"category":"fall","householdId":"h1","scheduledFor":"9999-12-31T23:59:59Z"}"#
            )
            #expect(view.scheduledFor?.description == "9999-12-31T23:59:59.000Z")
        }
    }

    @Test func refusesABodyOverTheLimitHoweverItComes() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let targets: [(HTTPRequest.Method, String)] = [
                (.post, "/v1/requests"), (.post, "/v1/requests/\(request.id)/cancel"),
                (.post, "/v1/requests/\(request.id)/close"), (.post, "/v1/requests/\(request.id)/assign"),
                (.patch, "/v1/members/m1"), (.post, "/v1/tokens"), (.post, try world.callback(request.offers[0])),
            ]
            let body = [UInt8](repeating: UInt8(ascii: " "), count: WireLimits.bodyLimitBytes + 1)
            for (method, path) in targets {
                let told = try await world.call(method, path, token: world.tokens.administrator, body: body)
                #expect(told.code == .bodyTooLarge, "\(path)")
                // Without a length, in pieces.
                let pieces = AsyncStream<ByteBuffer> { stream in
                    for _ in 0..<3 { stream.yield(ByteBuffer(repeating: 0x20, count: 30_000)) }
                    stream.finish()
                }
                let response = try await world.respond(
                    to: Request(
                        head: HTTPRequest(
                            method: method,
                            scheme: "http",
                            authority: "a",
                            path: path,
                            headerFields: [.authorization: "Bearer \(world.tokens.administrator)"]
                        ),
                        body: RequestBody(asyncSequence: pieces)
                    )
                )
                #expect(response.status == .contentTooLarge, "\(path)")
            }
            let exact = Array(#"{"category":"fall","householdId":"h1"}"#.utf8)
            let padding = [UInt8](repeating: 0x20, count: WireLimits.bodyLimitBytes - exact.count)
            let taken = try await world.call(.post, "/v1/requests", token: world.tokens.operator, body: exact + padding)
            #expect(taken.status == 201, "the limit itself is taken")
        }
    }

    @Test(arguments: [
        "/", "/v1", "/v1/", "/v2/requests", "/v1/request", "/v1/requests/a/b", "/v1/requests/x/cancel/y", "//", "/%",
        "/%00", "/v1/requests%2F", "/..", "/v1/../metrics", "/metricsx", "/index.html", "/favicon.ico",
        "/v1/callbacks", "/o", "/m/", "/\u{FFFD}", "/V1/requests",
    ])
    func anUnknownPathIsNotFound(path: String) async throws {
        try await APIWorld.run(rosters: nil) { world in
            for method in [HTTPRequest.Method.get, .post, .delete] {
                let reply = try await world.call(method, path, token: world.tokens.administrator)
                #expect(reply.status == 404, "\(method) \(path)")
            }
        }
    }

    @Test func aWrongMethodIsToldTheRightOnes() async throws {
        try await APIWorld.run(rosters: nil) { world in
            let document = OpenAPIDocument.served
            for template in document.root["paths"]?.members.keys.sorted() ?? [] {
                let path = template.replacing("{id}", with: "x").replacing("{token}", with: "x")
                    .replacing("{kind}", with: "villages")
                let known: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options, .trace]
                let right = known.filter { document.operation($0, at: template) != nil }
                for method in known + [.head] where !right.contains(method == .head ? .get : method) {
                    let reply = try await world.call(method, path)
                    #expect(reply.status == 405, "\(method) \(path)")
                    let allowed = reply.headers[.allow]?.split(separator: ", ").map(String.init) ?? []
                    let expected = right.map(\.rawValue) + (right.contains(.get) ? ["HEAD"] : [])
                    #expect(allowed == expected.sorted(), "\(method) \(path)")
                    guard method != .head else { continue }
                    #expect(reply.code == .methodNotAllowed)
                    #expect(reply.json["allowed"]?.elements.compactMap(\.text) == allowed)
                }
            }
        }
    }

    @Test(arguments: [
        "", "x", "%", "%zz", "%00", "%ff", "..", "%2e%2e%2f", "01973a10-2f00-7000-8000-00000000000",
        "01973a10-2f00-7000-8000-0000000000001", "01973a10-2f00-7000-8000-000000000001",
        "01973a102f0070008000000000000001aaaa", "'%20OR%201=1--",
    ])
    func anIdThatNamesNothingIsNotFound(id: String) async throws {
        try await APIWorld.run { world in
            let token = world.tokens.administrator
            let seat = #"{"memberId":"m1","seat":"helper"}"#
            for (method, path, body) in [
                (.get, "/v1/requests/\(id)", ""), (.post, "/v1/requests/\(id)/cancel", ""),
                (.post, "/v1/requests/\(id)/close", ""), (.post, "/v1/requests/\(id)/assign", seat),
                (.get, "/v1/members/\(id)", ""), (.patch, "/v1/members/\(id)", #"{"duty":"on"}"#),
                (.post, "/v1/members/\(id)/link", ""), (.delete, "/v1/tokens/\(id)", ""),
                (.post, "/v1/imports/\(id)", "x"),
            ] as [(HTTPRequest.Method, String, String)] where !(id.isEmpty) {
                let reply = try await world.call(method, path, token: token, text: body)
                #expect(reply.code == .notFound, "\(method) \(path)")
            }
        }
    }

    @Test(arguments: [
        ("/v1/requests?limit=0", "limit"), ("/v1/requests?limit=201", "limit"), ("/v1/requests?limit=x", "limit"),
        ("/v1/requests?limit=99999999999999999999", "limit"), ("/v1/requests?limit=1&limit=2", "limit"),
        ("/v1/requests?state=opened", "state"), ("/v1/requests?state=open,x", "state"),
        ("/v1/requests?after=x", "after"), ("/v1/requests?colour=red", "colour"),
        ("/v1/requests?%73tate=open", "%73tate"),
        ("/v1/members?villageCode=1", "villageCode"), ("/v1/members?limit=-1", "limit"),
        ("/v1/members/nearest", "latitude"), ("/v1/members/nearest?latitude=37", "longitude"),
        ("/v1/members/nearest?latitude=115.2&longitude=37", "latitude"),
        ("/v1/members/nearest?latitude=nan&longitude=1", "latitude"),
        ("/v1/members/nearest?latitude=1e400&longitude=1", "latitude"),
        ("/v1/members/nearest?latitude=0&longitude=0", "latitude"),
        ("/v1/members/nearest?latitude=37&longitude=115.2&crs=x", "crs"),
        ("/v1/members/nearest?latitude=37&longitude=115.2&limit=101", "limit"),
        ("/v1/members/nearest?latitude=37&longitude=115.2&requires=a;b;c;d;e;f;g;h;i", "requires"),
        ("/v1/villages?name=\(String(repeating: "a", count: 81))", "name"), ("/v1/villages?x", "x"),
        ("/v1/events?requestId=x", "requestId"), ("/v1/events?after=1", "after"),
    ])
    func aParameterThatMakesNoSenseIsRefusedByName(target: String, field: String) async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(.get, target, token: world.tokens.operator)
            #expect(reply.status == 422, "\(reply.text)")
            #expect(reply.json["field"]?.text == field)
        }
    }

    @Test(arguments: [
        "/v1/villages?name=%00", "/v1/villages?name=%ff%fe", "/v1/villages?name=%", "/v1/villages?name=%e6%9d%91",
        "/v1/requests?", "/v1/requests?&&", "/v1/members?after=%00%01", "/v1/requests?state",
        "/v1/members/nearest?latitude=37&longitude=115.2&requires=;;", "/v1/villages?name='%20OR%201=1--",
    ])
    func oddSpellingsOfAQueryDoNoHarm(target: String) async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(.get, target, token: world.tokens.operator)
            #expect(reply.status == 200)
        }
    }
}
