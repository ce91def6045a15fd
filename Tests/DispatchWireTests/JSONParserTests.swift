import DispatchWire
import Testing

struct JSONParserTests {
    @Test(
        arguments: [
            ("null", JSONValue.null),
            (" true ", true),
            ("\tfalse\r\n", false),
            ("0", 0),
            ("-0", 0),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("1.5", 1.5),
            ("-1e2", .number(-100)),
            ("1E+2", .number(100)),
            ("25e-1", 2.5),
            (#""""#, ""),
            (#""沙河王庄""#, "沙河王庄"),
            (#""\u6c99\"\\\/\b\f\n\r\t""#, "沙\"\\/\u{8}\u{C}\n\r\t"),
            (#""\ud83d\ude97""#, "🚗"),
            (#""e\u0301""#, "e\u{301}"),
            ("[]", []),
            ("[ 1 , [ 2 ] ]", [1, [2]]),
            ("{}", [:]),
            (#"{ "a" : 1 , "b" : { "c" : [ null ] } }"#, ["a": 1, "b": ["c": [.null]]]),
        ] as [(String, JSONValue)]
    )
    func wellFormedTextIsRead(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        ("", "line 1, byte 1: the text ends where a value should stand"),
        ("  ", "line 1, byte 3: the text ends where a value should stand"),
        ("nul", "line 1, byte 1: a value should stand here"),
        ("'a'", "line 1, byte 1: a value should stand here"),
        ("+1", "line 1, byte 1: a value should stand here"),
        ("01", "line 1, byte 2: there is more text after the value"),
        ("1.", "line 1, byte 3: a digit should stand here"),
        (".5", "line 1, byte 1: a value should stand here"),
        ("-", "line 1, byte 2: a digit should stand here"),
        ("1e", "line 1, byte 3: a digit should stand here"),
        ("1e999", "line 1, byte 1: the number is too large"),
        ("NaN", "line 1, byte 1: a value should stand here"),
        ("[1,]", "line 1, byte 4: a value should stand here"),
        ("[1 2]", "line 1, byte 4: a comma or a closing bracket should stand here"),
        ("{\n  \"a\": 1,\n}", "line 3, byte 1: a member name in quotes should stand here"),
        (#"{"a" 1}"#, "line 1, byte 6: a colon should stand here"),
        (#"{"a":1"#, "line 1, byte 7: a comma or a closing brace should stand here"),
        ("{a:1}", "line 1, byte 2: a member name in quotes should stand here"),
        (#"{"a":1,"b":2,"a":3}"#, "line 1, byte 14: the member “a” stands here twice"),
        (#"{"a":1,"\u0061":3}"#, "line 1, byte 8: the member “a” stands here twice"),
        (#""abc"#, "line 1, byte 1: a string is not closed"),
        ("\"a\nb\"", "line 1, byte 3: a control character in a string must be escaped"),
        (#""\x""#, "line 1, byte 2: the escape is unknown"),
        (#""\u12g4""#, "line 1, byte 6: four hexadecimal digits should stand here"),
        (#""\ud83d""#, "line 1, byte 2: half of a surrogate pair stands alone"),
        (#""\ud83d\u0041""#, "line 1, byte 2: half of a surrogate pair stands alone"),
        (#""\ude97""#, "line 1, byte 2: half of a surrogate pair stands alone"),
        ("1 2", "line 1, byte 3: there is more text after the value"),
        ("// x\n1", "line 1, byte 1: a value should stand here"),
    ])
    func malformedTextIsRefusedWithItsPlace(text: String, detail: String) {
        #expect(throws: Problem(.invalidJSON, detail: detail)) { try JSONValue(parsing: text) }
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        let quote = UInt8(ascii: "\"")
        for content: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE6, 0xB2]] {
            #expect(throws: Problem(.invalidJSON, detail: "line 1, byte 2: the string is not valid UTF-8")) {
                try JSONValue(parsing: [quote] + content + [quote])
            }
        }
    }

    @Test func nestingIsTakenToTheLimitAndNoDeeper() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(WireLimits.nestingDepth))
        #expect(throws: Problem(.invalidJSON, detail: "line 1, byte 33: values are nested deeper than 32 levels")) {
            try JSONValue(parsing: nested(WireLimits.nestingDepth + 1))
        }
        #expect(throws: Problem.self) { try JSONValue(parsing: String(repeating: "[", count: 60_000)) }
        _ = try JSONValue(parsing: "[" + nested(31) + "," + nested(31) + "]")
    }

    @Test func bodyOverItsLimitIsRefusedUnread() throws {
        let body = Array("[1,2]".utf8)
        #expect(try JSONValue(parsing: body, limitBytes: 5) == [1, 2])
        #expect(throws: Problem.bodyTooLarge(limitBytes: 4)) { try JSONValue(parsing: body, limitBytes: 4) }
    }

    @Test func mutilatedBodiesAreReadOrRefusedAndNeverMore() {
        let body = Array(
            #"{"category":"fall","place":{"latitude":36.9,"crs":"WGS-84"},"seats":[{"count":2}],"x":"\u6c99"}"#.utf8
        )
        for end in body.indices {
            #expect(throws: Problem.self) { try JSONValue(parsing: Array(body[..<end])) }
        }
        for position in body.indices {
            for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x7D, 0xFF] {
                var mutilated = body
                mutilated[position] = byte
                do throws(Problem) {
                    let value = try JSONValue(parsing: mutilated)
                    // What was taken must survive being written and read again.
                    #expect(try JSONValue(parsing: value.description) == value)
                } catch {
                    #expect(error.code == .invalidJSON)
                }
            }
        }
    }
}
