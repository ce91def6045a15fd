import DispatchWire
import Testing

struct JSONFieldsTests {
    private func fields(_ value: JSONValue) throws(Problem) -> JSONFields {
        try JSONFields(["x": value], path: "seats[1]", known: ["x", "y"])
    }

    /// The refusal of `read` on an object whose field `x` holds `value`.
    private func refusal<Value>(
        of value: JSONValue,
        _ read: (JSONFields) throws(Problem) -> Value
    ) -> Problem? {
        do {
            _ = try read(try fields(value))
            return nil
        } catch {
            return error
        }
    }

    @Test func aBodyThatIsNoObjectIsNamedBody() {
        #expect(
            throws: Problem(
                .wrongType,
                detail: "“body” must be of type object and is of type array.",
                field: "body",
                value: "[1]",
                allowed: ["object"]
            )
        ) { try JSONFields([1], known: ["x"]) }
    }

    @Test func unknownFieldIsNamedWithItsPathAndTheKnownOnes() {
        #expect(
            throws: Problem(
                .unknownField,
                detail: "“place.latitud” is not known here.",
                field: "place.latitud",
                allowed: ["latitude", "longitude"]
            )
        ) { try JSONFields(["z": 1, "latitud": 2], path: "place", known: ["latitude", "longitude"]) }
    }

    @Test func missingFieldIsNamedWithItsPath() throws {
        let fields = try fields(1)
        #expect(throws: Problem(.missingField, detail: "“seats[1].y” is needed.", field: "seats[1].y")) {
            try fields.required("y", fields.text("y", atMost: 9))
        }
    }

    @Test func nullCountsAsNotGivenAndCanBeToldApart() throws {
        let fields = try fields(.null)
        #expect(try fields.text("x", atMost: 9) == nil)
        #expect(try fields.integer("x", in: 1...2) == nil)
        #expect(!fields.has("x"))
        #expect(fields.isNull("x"))
        #expect(!fields.isNull("y"))
    }

    @Test(
        arguments: [
            (true, "boolean"), (1, "number"), (1.5, "number"), ([], "array"), ([:], "object"),
        ] as [(JSONValue, String)]
    )
    func aTextOfAnotherTypeIsRefused(value: JSONValue, kind: String) {
        let problem = refusal(of: value) { fields throws(Problem) in try fields.text("x", atMost: 9) }
        #expect(problem?.code == .wrongType)
        #expect(problem?.field == "seats[1].x")
        #expect(problem?.detail == "“seats[1].x” must be of type string and is of type \(kind).")
        #expect(problem?.allowed == ["string"])
    }

    @Test(arguments: [
        ("abc", String?("abc")), ("  abc \n", "abc"), ("沙河王庄沙河王庄沙", "沙河王庄沙河王庄沙"), ("a\nb\tc", "a\nb\tc"),
    ])
    func textIsTrimmedAndTaken(text: String, taken: String?) throws {
        #expect(try fields(.string(text)).text("x", atMost: 9) == taken)
    }

    @Test(arguments: [
        ("", "“seats[1].x” must not be empty."), (" \n", "“seats[1].x” must not be empty."),
        ("a\u{0}b", "“seats[1].x” holds a control character."), ("a\u{7F}", "“seats[1].x” holds a control character."),
        ("0123456789", "“seats[1].x” is too long."),
    ])
    func textThatCannotBeMeantIsRefused(text: String, detail: String) {
        let problem = refusal(of: .string(text)) { fields throws(Problem) in try fields.text("x", atMost: 9) }
        #expect(problem?.code == .invalidValue)
        #expect(problem?.detail == detail)
    }

    @Test func blankTextIsNotGivenWhereThatIsAllowed() throws {
        #expect(try fields("  ").text("x", atMost: 9, isBlankAllowed: true) == nil)
    }

    @Test(arguments: [(JSONValue.integer(1), 1), (20, 20), (3.0, 3)] as [(JSONValue, Int)])
    func wholeNumbersWithinBoundsAreTaken(value: JSONValue, number: Int) throws {
        #expect(try fields(value).integer("x", in: 1...20) == number)
    }

    @Test(arguments: [JSONValue.integer(0), 21, 1.5, .integer(.max), 1e300])
    func numbersOutOfBoundsAreRefused(value: JSONValue) {
        let problem = refusal(of: value) { fields throws(Problem) in try fields.integer("x", in: 1...20) }
        #expect(
            problem
                == Problem(
                    .invalidValue,
                    detail: "“seats[1].x” must be a whole number from 1 to 20.",
                    field: "seats[1].x",
                    value: value,
                    allowed: ["1…20"]
                )
        )
    }

    @Test func numbersInQuotesAreOfTheWrongType() {
        let number = refusal(of: "36.9") { fields throws(Problem) in try fields.number("x", in: -90...90) }
        #expect(number?.code == .wrongType)
        let whole = refusal(of: "3") { fields throws(Problem) in try fields.integer("x", in: 1...20) }
        #expect(whole?.code == .wrongType)
        let flag = refusal(of: "true") { fields throws(Problem) in try fields.flag("x") }
        #expect(flag?.allowed == ["boolean"])
    }

    @Test func numbersAreHeldAgainstTheirBounds() throws {
        #expect(try fields(36).number("x", in: -90...90) == 36)
        #expect(try fields(-36.5).number("x", in: -90...90) == -36.5)
        let problem = refusal(of: 95.1) { fields throws(Problem) in try fields.number("x", in: -90...90) }
        #expect(problem?.detail == "“seats[1].x” must be between -90 and 90.")
        #expect(problem?.value == 95.1)
    }

    @Test func aWordOutsideAClosedSetIsRefusedWithTheSet() throws {
        #expect(try fields("off").choice("x", of: MemberView.Duty.self) == .off)
        let problem = refusal(of: "Off") { fields throws(Problem) in
            try fields.choice("x", of: MemberView.Duty.self, unknown: .unknownUrgency)
        }
        #expect(problem?.code == .unknownUrgency)
        #expect(problem?.allowed == ["on", "off"])
        #expect(problem?.value == "Off")
    }

    @Test func timesAreReadOrRefusedWithTheReason() throws {
        #expect(try fields("1970-01-01T00:00:01Z").time("x") == WireTime(milliseconds: 1_000))
        let problem = refusal(of: "2025-06-01T08:30:00") { fields throws(Problem) in try fields.time("x") }
        #expect(problem?.detail == "“seats[1].x” says no offset from UTC, such as Z or +08:00.")
    }

    @Test func wordsAreTakenOnceEachAndFaultsNameTheElement() throws {
        #expect(
            try fields(["vehicle", " first-aid ", "vehicle", "电工"]).words("x", atMost: 8) == [
                "vehicle", "first-aid", "电工",
            ]
        )
        #expect(try fields([]).words("x", atMost: 8) == [])
        #expect(try fields(.null).words("x", atMost: 8) == nil)
        for (value, code) in [("two words", ProblemCode.invalidValue), ("a;b", .invalidValue), (1, .wrongType)]
            as [(JSONValue, ProblemCode)]
        {
            let problem = refusal(of: ["ok", value]) { fields throws(Problem) in try fields.words("x", atMost: 8) }
            #expect(problem?.code == code)
            #expect(problem?.field == "seats[1].x[1]")
        }
        let many = refusal(of: ["a", "b", "c"]) { fields throws(Problem) in try fields.words("x", atMost: 2) }
        #expect(many?.detail == "“seats[1].x” has 3 elements.")
    }

    @Test(arguments: ["110", "+86 319 555-0101", "(0319) 5550101"])
    func phonesAreTakenAsPeopleWriteThem(text: String) throws {
        #expect(try fields(.string(text)).phone("x") == text)
    }

    @Test(arguments: ["12", "abc", "555 0101 ext. 4", "１１０"])
    func whatIsNoPhoneIsRefused(text: String) {
        #expect(refusal(of: .string(text)) { fields throws(Problem) in try fields.phone("x") }?.code == .invalidValue)
    }

    @Test func aLongValueIsCutInTheAnswer() {
        let problem = refusal(of: .string(String(repeating: "长", count: 5_000))) { fields throws(Problem) in
            try fields.text("x", atMost: 9)
        }
        #expect(problem?.value == .string(String(repeating: "长", count: 200) + "…"))
    }
}
