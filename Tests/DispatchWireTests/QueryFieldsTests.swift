import DispatchWire
import Testing

struct QueryFieldsTests {
    private func query(_ pairs: (String, String)...) throws(Problem) -> QueryFields {
        try QueryFields(
            pairs.map { (name: $0.0, value: $0.1) },
            known: ["latitude", "longitude", "crs", "limit", "requires", "dryRun", "state"]
        )
    }

    @Test func parametersAreReadByType() throws {
        let query = try query(
            ("latitude", "36.9"),
            ("longitude", "115"),
            ("crs", "GCJ-02"),
            ("limit", "100"),
            ("requires", "a;b"),
            ("dryRun", "true"),
            ("state", "")
        )
        let point = try query.coordinates()
        #expect(point.latitude == 36.9 && point.longitude == 115 && point.crs == .gcj02)
        #expect(try query.integer("limit", in: WireLimits.nearestMembers) == 100)
        #expect(try query.words("requires", atMost: 8) == ["a", "b"])
        #expect(try query.flag("dryRun") == true)
        #expect(try query.choice("state", of: RequestView.State.self) == nil)
    }

    @Test func unknownAndRepeatedParametersAreRefused() {
        let unknown = #expect(throws: Problem.self) { try query(("latitud", "1")) }
        #expect(unknown?.code == .unknownField)
        #expect(unknown?.field == "latitud")
        let twice = #expect(throws: Problem.self) { try query(("limit", "1"), ("limit", "2")) }
        #expect(twice?.code == .invalidValue)
    }

    @Test(arguments: ["", "0", "101", "1.5", "ten", "99999999999999999999"])
    func aLimitOutOfBoundsIsRefused(text: String) throws {
        let query = try query(("limit", text))
        guard !text.isEmpty else {
            #expect(try query.integer("limit", in: 1...100) == nil)
            return
        }
        let problem = #expect(throws: Problem.self) { try query.integer("limit", in: 1...100) }
        #expect(problem?.field == "limit")
        #expect(problem?.value == .string(text))
        #expect(problem?.allowed == ["1…100"])
    }

    @Test(arguments: ["nan", "inf", "91", "36,9"])
    func aLatitudeThatIsNoneIsRefused(text: String) throws {
        let query = try query(("latitude", text), ("longitude", "115"))
        let problem = #expect(throws: Problem.self) { try query.coordinates() }
        #expect(problem?.field == "latitude")
    }

    @Test func aMissingCoordinateIsNamed() throws {
        let query = try query(("latitude", "36.9"))
        let problem = #expect(throws: Problem.self) { try query.coordinates() }
        #expect(problem?.code == .missingField)
        #expect(problem?.field == "longitude")
    }
}
