import DispatchCore
import DispatchStore
import Geospatial
import RosterFiles
import Testing

@Suite struct ImportMemberTests {
    @Test func memberIsReadWithEverything() throws {
        let member = try ImportFixture.members(
            "M1,甲一,+86 139-0000-0001,900001,东杨支部,36.91,115.21,,"
                + " Vehicle；first-aid;vehicle;驾驶;,CAR,generic,https://robot.example/in/1?key=x,\(ImportFixture.secret)"
        )[0]
        #expect(
            member
                == MemberRecord(
                    id: MemberID("M1"),
                    name: "甲一",
                    phone: "+86 139-0000-0001",
                    villageCode: "900001",
                    branch: "东杨支部",
                    home: try Coordinate(latitude: 36.91, longitude: 115.21),
                    capabilities: ["first-aid", "vehicle", "驾驶"],
                    transport: .car,
                    endpoint: EndpointRecord(
                        url: "https://robot.example/in/1?key=x",
                        channel: "generic",
                        secret: ImportFixture.secret
                    )
                )
        )
    }

    @Test func emptyValuesHaveTheirMeaning() throws {
        let member = try ImportFixture.members("M1,甲一,13900000001,900001,,,,,,,,,")[0]
        #expect(member.branch == nil)
        #expect(member.home == nil)
        #expect(member.capabilities.isEmpty)
        #expect(member.transport == .walk)
        #expect(member.endpoint == nil)
        let reachable = try ImportFixture.members("M1,甲一,,900001,,,,,,,,http://127.0.0.1:9000/a,")[0]
        #expect(reachable.phone.isEmpty)
        #expect(reachable.endpoint?.secret == nil)
        #expect(reachable.endpoint?.channel == "generic")
    }

    @Test func organisationsQuietHoursAndExemptionsAreRead() throws {
        let start = "M1,测试诊所,13900000001,900001,,,,,,,,,"
        let clinic = try ImportFixture.spareMembers("\(start),3,22:00-6:30,Errand;repair;errand")[0]
        #expect(clinic.capacity == 3)
        #expect(clinic.quietHours == QuietHours(fromMinute: 1_320, untilMinute: 390))
        #expect(clinic.exemptCategories == ["errand", "repair"])
        let person = try ImportFixture.spareMembers("\(start),,,")[0]
        #expect(person.capacity == 1)
        #expect(person.quietHours == nil)
        #expect(person.exemptCategories == [])
        for (cells, column) in [
            ("0,,", "capacity"), ("101,,", "capacity"), (",22-6,", "quiet_hours"), (",6:00-6:00,", "quiet_hours"),
        ] {
            let faults = ImportFixture.faults { try ImportFixture.spareMembers("\(start),\(cells)") }
            #expect(faults.first.map(\.column) == [column], "\(cells)")
        }
    }

    @Test func secretIsKeptWithItsPrefix() throws {
        let bare = String(ImportFixture.secret.dropFirst(6))
        let member = try ImportFixture.members("M1,甲一,,900001,,,,,,,,http://a.example,\(bare)")[0]
        #expect(member.endpoint?.secret == ImportFixture.secret)
    }

    @Test(arguments: [
        (",甲一,13900000001,900001,,,,,,,,,", "id", "", "must not be empty"),
        ("M1,,13900000001,900001,,,,,,,,,", "name", "", "must not be empty"),
        ("M1,甲一,,900001,,,,,,,,,", "phone", "", "must be given when there is no endpoint"),
        ("M1,甲一,139x,900001,,,,,,,,,", "phone", "139x", "5 to 20 digits"),
        ("M1,甲一,1234,900001,,,,,,,,,", "phone", "1234", "5 to 20 digits"),
        ("M1,甲一,1.39E+10,900001,,,,,,,,,", "phone", "1.39E+10", "rounded"),
        ("M1,甲一,13900000001,,,,,,,,,,", "village_code", "", "must not be empty"),
        (
            "M1,甲一,13900000001,900003,,,,,,,,,", "village_code", "900003",
            "no village has this code; near it are 900001 (东杨村, 杨树镇), 900002 (西杨村, 杨树镇)"
        ),
        ("M1,甲一,13900000001,7,,,,,,,,,", "village_code", "7", "no village has this code"),
        ("M1,甲一,13900000001,西杨,,,,,,,,,", "village_code", "西杨", "not its name: 900002"),
        (
            "M1,甲一,13900000001,900001,,36.9,115.4,,,,,,", "latitude,longitude", "36.9, 115.4",
            "lies 18 km from its village 东杨村 (900001); must be within 10 km"
        ),
        ("M1,甲一,13900000001,900001,,115.2,36.9,,,,,,", "latitude", "115.2", "exchanged"),
        ("M1,甲一,13900000001,900001,,91,15.4,,,,,,", "latitude", "91", "within -90...90"),
        ("M1,甲一,13900000001,900001,,36.9,,,,,,,", "longitude", "", "must be given when latitude is"),
        ("M1,甲一,13900000001,900001,,,,xyz,,,,,", "crs", "xyz", "WGS-84"),
        ("M1,甲一,13900000001,900001,,,,,,train,,,", "transport", "train", "walk, bicycle, ebike, car"),
        (
            "M1,甲一,13900000001,900001,,,,,,,pigeon,,", "channel", "pigeon",
            "must be one of generic, wecom, dingtalk, feishu, ntfy"
        ),
        ("M1,甲一,13900000001,900001,,,,,\"a,b\",,,,", "capabilities", "a,b", "separated by semicolons"),
        ("M1,甲一,13900000001,900001,,,,,,,,ftp://a.example/x,", "endpoint", "ftp://a.example/(hidden)", "http://"),
        ("M1,甲一,13900000001,900001,,,,,,,,a.example/x?key=1,", "endpoint", "a.example/(hidden)", "http://"),
        (
            "M1,甲一,13900000001,900001,,,,,,,,https://u:p@a.example/x,", "endpoint",
            "https://(hidden)@a.example/(hidden)", "user name"
        ),
        ("M1,甲一,13900000001,900001,,,,,,,,http:///x,", "endpoint", "http:///(hidden)", "must name a host"),
        ("M1,甲一,13900000001,900001,,,,,,,,http://a..b/x,", "endpoint", "http://a..b/(hidden)", "must name a host by"),
        ("M1,甲一,13900000001,900001,,,,,,,,http://a:0/,", "endpoint", "http://a:0/", "a port of 1 to 65535"),
        ("M1,甲一,13900000001,900001,,,,,,,,http://a.example/例,", "endpoint", "http://a.example/(hidden)", "U+4F8B"),
        ("M1,甲一,13900000001,900001,,,,,,,,,\(ImportFixture.secret)", "secret", "(hidden)", "empty when there is no"),
        ("M1,甲一,13900000001,900001,,,,,,,,http://a.example,whsec_AAEC", "secret", "(hidden)", "24 to 64 random"),
        ("M1,甲一,13900000001,900001,,,,,,,,http://a.example,pass word", "secret", "(hidden)", "base64"),
        ("\(ImportFixture.secret),甲一,13900000001,9,,,,,,,,,", "village_code", "9", "no village"),
    ])
    func wrongValueIsTold(row: String, column: String, value: String, message: String) throws {
        let fault = try ImportFixture.fault { try ImportFixture.members(row) }
        #expect(fault.line == 2)
        #expect(fault.column == column)
        #expect(fault.value == value)
        #expect(fault.message.contains(message), "\(fault.message)")
    }

    @Test func secretsInWrongColumnsAreNotShown() throws {
        let row = "M1,甲一,13900000001,900001,,,,,,\(ImportFixture.secret),\(ImportFixture.secret.dropFirst(6)),,"
        let faults = ImportFixture.faults { try ImportFixture.members(row) }
        #expect(faults.first.map(\.column) == ["transport", "channel"])
        #expect(faults.first.allSatisfy { $0.value == "(hidden)" })
    }

    @Test(arguments: ["http://[::1]:9000/a", "https://a.example.", "http://10.0.0.1/a?b=c#d", "HTTP://a_b.example:1"])
    func endpointsOfAllFormsAreTaken(url: String) throws {
        #expect(try ImportFixture.members("M1,甲一,,900001,,,,,,,,\(url),")[0].endpoint?.url == url)
    }

    @Test func longURLIsRefused() throws {
        let url = "http://a.example/" + String(repeating: "a", count: 2048)
        let fault = try ImportFixture.fault { try ImportFixture.members("M1,甲一,,900001,,,,,,,,\(url),") }
        #expect(fault.message == "must have at most 2048 bytes")
    }

    @Test func duplicateIDNamesItsFirstLine() throws {
        let row = "M1,甲一,13900000001,900001,,,,,,,,,"
        let fault = try ImportFixture.fault { try ImportFixture.members(row, row) }
        #expect(fault.line == 3)
        #expect(fault.column == "id")
        #expect(fault.message.contains("line 2"))
    }

    @Test func tooManyCapabilityWordsAreToldOnce() throws {
        let words = (1...56).map { "w\($0)" }.joined(separator: ";")
        #expect(try ImportFixture.members("M1,甲一,13900000001,900001,,,,,\(words),,,,").count == 1)
        let fault = try ImportFixture.fault {
            try ImportFixture.members(
                "M1,甲一,13900000001,900001,,,,,\(words),,,,",
                "M2,甲二,13900000001,900001,,,,,w1;x1;x2,,,,"
            )
        }
        #expect(fault.line == 3)
        #expect(fault.value == "x1")
        let long = String(repeating: "w", count: 41)
        let tooLong = try ImportFixture.fault {
            try ImportFixture.members("M1,甲一,13900000001,900001,,,,,\(long),,,,")
        }
        #expect(tooLong.message.contains("40 characters"))
    }
}
