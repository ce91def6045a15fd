import DispatchWire
import Testing

struct BodyTests {
    @Test func aFullRequestIsReadFieldByField() throws {
        let body = try JSONValue(
            parsing: #"""
                {"category":"medical-transport","urgency":"immediate","place":{"village":"沙河王庄","township":"固献镇"},
                 "householdId":"h-1","callerPhone":"0319 5550101","summary":" An old man, ill. ","scheduledFor":null,
                 "seats":[{"role":"driver","requires":["vehicle"]},{"role":"helper","count":2}]}
                """#
        )
        let request = try NewRequest(json: body)
        #expect(
            request
                == NewRequest(
                    category: "medical-transport",
                    urgency: .immediate,
                    place: .villageName("沙河王庄", township: "固献镇"),
                    householdId: "h-1",
                    callerPhone: "0319 5550101",
                    summary: "An old man, ill.",
                    seats: [NewSeat(role: "driver", requires: ["vehicle"]), NewSeat(role: "helper", count: 2)]
                )
        )
    }

    @Test func whatTheClientWritesTheDaemonReads() throws {
        let requests = [
            NewRequest(category: "fall", place: .village(code: "130533100002")),
            NewRequest(category: "fall", place: .coordinates(latitude: 36.9, longitude: 115.2, crs: .gcj02)),
            NewRequest(
                category: "errand",
                urgency: .scheduled,
                place: .villageName("宋庄", township: nil),
                summary: "药\n",
                scheduledFor: WireTime(milliseconds: 1_748_737_800_000),
                seats: [NewSeat(role: "helper")]
            ),
        ]
        for request in requests {
            var expected = request
            if expected.summary != nil { expected.summary = "药" }
            #expect(try NewRequest(json: JSONValue(parsing: WireJSON.text(of: request))) == expected)
        }
        for patch in [
            MemberPatch(duty: .off), MemberPatch(awayUntil: .cleared),
            MemberPatch(awayUntil: .until(WireTime(milliseconds: 0))),
            MemberPatch(position: .init(latitude: 36.9, longitude: 115.2, crs: .bd09)),
        ] {
            #expect(try MemberPatch(json: JSONValue(parsing: WireJSON.text(of: patch))) == patch)
        }
        for token in [
            NewToken(name: "desk", role: .operator),
            NewToken(name: "x", role: .desk, scope: .township("130533100"), expiresAt: WireTime(milliseconds: 0)),
        ] {
            #expect(try NewToken(json: JSONValue(parsing: WireJSON.text(of: token))) == token)
        }
        let close = Close(grade: 5, note: "well done")
        #expect(try Close(json: JSONValue(parsing: WireJSON.text(of: close))) == close)
        let cancel = Cancel(reason: "false alarm")
        #expect(try Cancel(json: JSONValue(parsing: WireJSON.text(of: cancel))) == cancel)
        let assign = Assign(memberId: "m-1", seat: "s-1")
        #expect(try Assign(json: JSONValue(parsing: WireJSON.text(of: assign))) == assign)
        let action = CallbackAction(action: .enRoute)
        #expect(try CallbackAction(json: JSONValue(parsing: WireJSON.text(of: action))) == action)
    }

    @Test(arguments: [
        (#"{}"#, ProblemCode.missingField, "category"),
        (#"[]"#, .wrongType, "body"),
        (#"{"category":7}"#, .wrongType, "category"),
        (#"{"category":"fall down"}"#, .unknownCategory, "category"),
        (#"{"category":"fall","urgncy":"urgent"}"#, .unknownField, "urgncy"),
        (#"{"category":"fall","urgency":"now"}"#, .unknownUrgency, "urgency"),
        (#"{"category":"fall","urgency":"scheduled"}"#, .missingField, "scheduledFor"),
        (#"{"category":"fall","urgency":"urgent","scheduledFor":"2025-06-01T00:00:00Z"}"#, .invalidValue, "urgency"),
        (#"{"category":"fall","scheduledFor":"tomorrow"}"#, .invalidValue, "scheduledFor"),
        (#"{"category":"fall","place":"宋庄"}"#, .wrongType, "place"),
        (#"{"category":"fall","place":{}}"#, .invalidValue, "place"),
        (#"{"category":"fall","place":{"township":"甲镇"}}"#, .invalidValue, "place"),
        (#"{"category":"fall","place":{"villageCode":"1","village":"宋庄"}}"#, .invalidValue, "place"),
        (#"{"category":"fall","place":{"village":"宋庄","latitude":36.9}}"#, .invalidValue, "place"),
        (#"{"category":"fall","place":{"latitude":36.9,"longitude":115,"township":"x"}}"#, .invalidValue, "place"),
        (#"{"category":"fall","place":{"villageCode":130533100002}}"#, .wrongType, "place.villageCode"),
        (#"{"category":"fall","place":{"latitude":36.9}}"#, .missingField, "place.longitude"),
        (#"{"category":"fall","place":{"latitude":115,"longitude":36.9}}"#, .invalidValue, "place.latitude"),
        (#"{"category":"fall","place":{"latitude":36.9,"longitude":180.1}}"#, .invalidValue, "place.longitude"),
        (#"{"category":"fall","place":{"latitude":36.9,"longitude":115,"crs":"UTM"}}"#, .invalidValue, "place.crs"),
        (#"{"category":"fall","callerPhone":"twelve"}"#, .invalidValue, "callerPhone"),
        (#"{"category":"fall","seats":[]}"#, .invalidValue, "seats"),
        (#"{"category":"fall","seats":{"role":"driver"}}"#, .wrongType, "seats"),
        (#"{"category":"fall","seats":["driver"]}"#, .wrongType, "seats[0]"),
        (
            #"{"category":"fall","seats":[{"role":"driver"},{"role":"helper","count":0}]}"#, .invalidValue,
            "seats[1].count"
        ),
        (#"{"category":"fall","seats":[{"count":1}]}"#, .missingField, "seats[0].role"),
        (#"{"category":"fall","seats":[{"role":"driver","requires":["a",3]}]}"#, .wrongType, "seats[0].requires[1]"),
    ])
    func aRequestThatCannotBeMeantIsRefusedByField(text: String, code: ProblemCode, field: String) throws {
        let body = try JSONValue(parsing: text)
        do {
            let request = try NewRequest(json: body)
            Issue.record("taken: \(request)")
        } catch {
            #expect(error.code == code)
            #expect(error.field == field)
        }
    }

    @Test func sizesAreTakenToTheirLimitAndNoFurther() throws {
        func request(summary: Int, seats: Int) -> JSONValue {
            [
                "category": "fall", "summary": .string(String(repeating: "病", count: summary)),
                "seats": .array(Array(repeating: ["role": "helper"], count: seats)),
            ]
        }
        _ = try NewRequest(json: request(summary: 2_000, seats: 8))
        let long = #expect(throws: Problem.self) { try NewRequest(json: request(summary: 2_001, seats: 8)) }
        #expect(long?.field == "summary")
        let wide = #expect(throws: Problem.self) { try NewRequest(json: request(summary: 2_000, seats: 9)) }
        #expect(wide?.field == "seats")
        // The largest body that is taken fits the limit of bytes several times over.
        #expect(request(summary: 2_000, seats: 8).description.utf8.count * 4 < WireLimits.bodyLimitBytes)
    }

    @Test func aPatchTellsNullFromNothing() throws {
        #expect(try MemberPatch(json: ["duty": "on"]).awayUntil == .unchanged)
        #expect(try MemberPatch(json: ["awayUntil": .null]).awayUntil == .cleared)
        #expect(
            try MemberPatch(json: ["awayUntil": "1970-01-01T00:00:00Z"]).awayUntil == .until(WireTime(milliseconds: 0))
        )
        let nothing = #expect(throws: Problem.self) { try MemberPatch(json: [:]) }
        #expect(nothing?.code == .missingField)
        #expect(nothing?.allowed == ["duty", "awayUntil", "position"])
        let half = #expect(throws: Problem.self) { try MemberPatch(json: ["position": ["latitude": 36.9]]) }
        #expect(half?.field == "position.longitude")
    }

    @Test func aScopeNamesExactlyOnePlace() throws {
        #expect(try TokenView.Scope(json: ["county": "130533"], path: "scope") == .county("130533"))
        for value: JSONValue in [[:], ["county": "130533", "township": "130533100"]] {
            let problem = #expect(throws: Problem.self) { try TokenView.Scope(json: value, path: "scope") }
            #expect(problem?.code == .invalidValue)
            #expect(problem?.field == "scope")
        }
    }

    @Test func anUnknownActionIsRefusedWithTheClosedList() {
        let problem = #expect(throws: Problem.self) { try CallbackAction(json: ["action": "arrive"]) }
        #expect(
            problem?.allowed == [
                "accept", "decline", "en-route", "on-scene", "transporting", "at-facility", "admitted", "discharged",
                "cleared", "release", "report-in",
            ]
        )
    }

    @Test func idempotencyKeysAreVisibleASCII() throws {
        #expect(try IdempotencyKey(header: "a-1").text == "a-1")
        _ = try IdempotencyKey(header: String(repeating: "k", count: 255))
        for value in ["", "a b", "钥匙", "a\n", String(repeating: "k", count: 256)] {
            let problem = #expect(throws: Problem.self) { try IdempotencyKey(header: value) }
            #expect(problem?.code == .idempotencyKeyInvalid)
        }
    }
}
