import DispatchWire
import Testing

struct ProblemTests {
    /// The table as clients know it. A row that must change here breaks somebody's program.
    @Test func codesAndTheirStatusesAreThoseOfTheTable() {
        let table = ProblemCode.allCases.map { "\($0.status) \($0.rawValue)" }
        #expect(
            table == [
                "400 invalid-json", "422 unknown-field", "422 missing-field", "422 wrong-type", "422 invalid-value",
                "413 body-too-large", "408 body-too-slow", "415 unsupported-media-type",
                "400 invalid-host", "400 idempotency-key-invalid", "422 payload-encoding",
                "401 unauthorized", "403 forbidden", "404 not-found", "405 method-not-allowed",
                "422 unknown-village", "422 ambiguous-village", "422 unknown-household", "422 unknown-member",
                "422 unknown-caller", "422 ambiguous-caller", "422 missing-place", "422 off-the-map",
                "422 unknown-category", "422 unknown-urgency", "422 unknown-seat",
                "401 signature-required", "401 signature-invalid", "409 idempotency-conflict", "409 already-covered",
                "409 already-declined", "409 offer-expired",
                "409 withdrawn", "409 cancelled", "409 out-of-order", "409 not-cleared", "409 request-closed",
                "409 member-busy", "409 seat-taken", "409 capability-missing", "410 position-pruned",
                "409 too-many-seats", "422 integrator-seats", "429 integrator-open-seats", "409 request-not-over",
                "409 nothing-to-escalate", "409 no-desk-called",
                "409 cannot-rotate", "409 notice-over", "409 too-many-tokens", "409 too-many-notes",
                "409 personal-data-erased", "409 part-of-open-request",
                "422 import-refused", "409 import-running",
                "409 backup-running", "500 backup-failed", "507 backup-no-room",
                "500 backup-folder-unreadable", "409 doctor-running", "409 clock-doubted",
                "503 queue-full", "503 too-many-open-requests", "503 shutting-down", "503 store-failed",
                "507 disk-full", "504 not-answering", "503 no-thread", "500 internal",
            ]
        )
    }

    @Test func codesAreKebabCaseAndTitlesAreOneSentence() {
        for code in ProblemCode.allCases {
            #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(code.title.hasSuffix(".") && !code.title.contains("\n"))
        }
        #expect(Set(ProblemCode.allCases.map(\.title)).count == ProblemCode.allCases.count)
    }

    @Test func aProblemWithEveryMemberIsWrittenAndReadBack() throws {
        let problem = Problem(
            .ambiguousVillage,
            detail: "“宋庄” is the name of 2 villages.",
            field: "place.village",
            value: "宋庄",
            allowed: ["place.township"],
            candidates: [["code": "130533103001", "township": "甲镇"]],
            retryAfterSeconds: 2,
            lines: [
                ImportLineError(line: 17, column: "latitude", value: "95.1", message: "must be between -90 and 90")
            ],
            lineCount: 1
        )
        let text = try WireJSON.text(of: problem)
        #expect(
            text == #"""
                {"allowed":["place.township"],"candidates":[{"code":"130533103001","township":"甲镇"}],\#
                "code":"ambiguous-village","detail":"“宋庄” is the name of 2 villages.","field":"place.village",\#
                "lineCount":1,"lines":[{"column":"latitude","line":17,"message":"must be between -90 and 90",\#
                "value":"95.1"}],"retryAfterSeconds":2,"status":422,\#
                "title":"More than one village has that name; say which.",\#
                "type":"urn:arrived:problem:ambiguous-village","value":"宋庄"}
                """#
        )
        #expect(try WireJSON.read(Problem.self, from: Array(text.utf8)) == problem)
    }

    @Test func aPlainProblemCarriesNoEmptyMembers() throws {
        #expect(
            try WireJSON.text(of: Problem(.internalFault)) == #"""
                {"code":"internal","status":500,"title":"Something failed inside the daemon.",\#
                "type":"urn:arrived:problem:internal"}
                """#
        )
    }

    @Test func aNullThatWasRefusedIsStillTheValue() throws {
        let problem = Problem(.wrongType, field: "body", value: .null)
        let read = try WireJSON.read(Problem.self, from: try WireJSON.bytes(of: problem))
        #expect(read.value == .null)
    }

    @Test func aProblemOfANewerServerKeepsItsWords() throws {
        let text = #"{"code":"moon-full","status":418,"title":"The moon is full.","extra":1}"#
        let problem = try WireJSON.read(Problem.self, from: Array(text.utf8))
        #expect(problem.code == .internalFault)
        #expect(problem.status == 418)
        #expect(problem.description == "The moon is full.")
    }

    @Test func aLongImportReportIsCutAndCounted() {
        let lines = (1...150).map { ImportLineError(line: $0 + 1, message: "is empty") }
        let problem = Problem.importRefused(lines: lines, lineCount: 4_000)
        #expect(problem.lines?.count == 100)
        #expect(problem.lineCount == 4_000)
        #expect(problem.description == "The file has faults; nothing was imported. There are 4000 faults.")
    }

    @Test func forbiddenSaysWhatTheTokenIsAndWhatIsNeeded() {
        let role = Problem.forbidden(role: .integrator, needs: [.administrator, .operator])
        #expect(role.detail == "The token's role is integrator; this needs administrator or operator.")
        #expect(role.allowed == ["administrator", "operator"])
        let scope = Problem.forbidden(scope: .township("130533100"))
        #expect(scope.detail == "The token is limited to township 130533100; this lies outside.")
    }

    @Test(arguments: [
        (
            ImportLineError(line: 17, column: "latitude", value: "95.1", message: "must be between -90 and 90"),
            #"line 17, column latitude: "95.1": must be between -90 and 90"#
        ),
        (ImportLineError(line: 3, message: "has 2 fields; the header has 7"), "line 3: has 2 fields; the header has 7"),
        (
            ImportLineError(line: 4, column: "id", value: "a\"\u{1B}[1m", message: "holds a control character"),
            #"line 4, column id: "a\"\u001b[1m": holds a control character"#
        ),
    ])
    func importFaultsReadAsOneLine(fault: ImportLineError, text: String) {
        #expect(fault.description == text)
    }
}
