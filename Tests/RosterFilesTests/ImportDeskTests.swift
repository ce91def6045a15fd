import DispatchCore
import DispatchStore
import RosterFiles
import Testing

@Suite struct ImportDeskTests {
    @Test func desksAreReadWithEverything() throws {
        let desks = try ImportFixture.desks(
            "D1,branch,900001,东杨村党支部,0319-0000001,generic,https://endpoint.example/d1,\(ImportFixture.secret)",
            "D2,Township,9000,杨树镇值班台,0319-0000002,,,",
            "D3,county,900000,县值班台,,,https://endpoint.example/d3,"
        )
        #expect(desks.map(\.level) == [.branch, .township, .county])
        #expect(
            desks[0]
                == DeskRecord(
                    id: DeskID("D1"),
                    level: .branch,
                    code: "900001",
                    name: "东杨村党支部",
                    phone: "0319-0000001",
                    endpoint: EndpointRecord(
                        url: "https://endpoint.example/d1",
                        channel: "generic",
                        secret: ImportFixture.secret
                    )
                )
        )
        #expect(desks[1].endpoint == nil)
        #expect(desks[2].phone.isEmpty)
    }

    @Test(arguments: [
        ("D1,branch,900001,东杨村党支部,,,,", "phone", "", "must be given when there is no endpoint"),
        ("D1,street,900001,街道,0319-0000001,,,", "level", "street", "must be one of branch, township, county"),
        ("D1,branch,900009,无,0319-0000001,,,", "code", "900009", "no village has this code"),
        ("D1,township,杨树镇,镇,0319-0000001,,,", "code", "杨树镇", "must be the township’s code, not its name: 9000"),
        ("D1,township,9009,镇,0319-0000001,,,", "code", "9009", "no township has this code"),
        ("D1,county,900001,县,0319-0000001,,,", "code", "900001", "must be the county’s code, 900000"),
        ("D1,county,900000,,0319-0000001,,,", "name", "", "must not be empty"),
        (",county,900000,县,0319-0000001,,,", "id", "", "must not be empty"),
    ])
    func wrongValueIsTold(row: String, column: String, value: String, message: String) throws {
        let fault = try ImportFixture.fault { try ImportFixture.desks(row) }
        #expect(fault.line == 2)
        #expect(fault.column == column)
        #expect(fault.value == value)
        #expect(fault.message.contains(message), "\(fault.message)")
    }

    @Test func eachPlaceHasOneDesk() throws {
        let fault = try ImportFixture.fault {
            try ImportFixture.desks("D1,township,9000,一,0319-0000001,,,", "D2,township,9000,二,0319-0000002,,,")
        }
        #expect(fault.line == 3)
        #expect(fault.message.contains("line 2"))
    }
}
