import DispatchCore
import DispatchStore
import Geospatial
import RosterFiles
import Testing

@Suite struct ImportHouseholdTests {
    @Test func householdIsReadWithEverything() throws {
        let household = try ImportFixture.households(
            "H1,乙一,0319-0000001,900002,村东头 3 号,36.92,115.22,WGS-84,M2; M1,两位老人"
        )[0]
        #expect(
            household
                == HouseholdRecord(
                    id: "H1",
                    name: "乙一",
                    phone: "0319-0000001",
                    villageCode: "900002",
                    address: "村东头 3 号",
                    coordinate: try Coordinate(latitude: 36.92, longitude: 115.22),
                    contacts: [MemberID("M2"), MemberID("M1")],
                    notes: "两位老人"
                )
        )
        let bare = try ImportFixture.households("H1,乙一,,900002,,,,,,")[0]
        #expect(bare.phone.isEmpty)
        #expect(bare.coordinate == nil)
        #expect(bare.contacts.isEmpty)
    }

    @Test(arguments: [
        ("H1,,,900001,,,,,,", "name", "", "must not be empty"),
        ("H1,乙一,,900009,,,,,,", "village_code", "900009", "no village has this code"),
        ("H1,乙一,,900001,,,,,M1;M4,", "contacts", "M4", "no member has this id; near it are M1, M2, M3"),
        ("H1,乙一,,900001,,,,,甲一,", "contacts", "甲一", "no member has this id"),
        ("H1,乙一,,900001,,,,,M1;M1,", "contacts", "M1", "is named twice"),
        ("H1,乙一,,900001,,37.9,115.2,,,", "latitude,longitude", "37.9, 115.2", "from its village"),
        ("H1,乙一,,900001,,,,,,一\u{0}二", "notes", "一U+0000二", "invisible character U+0000"),
    ])
    func wrongValueIsTold(row: String, column: String, value: String, message: String) throws {
        let fault = try ImportFixture.fault { try ImportFixture.households(row) }
        #expect(fault.line == 2)
        #expect(fault.column == column)
        #expect(fault.value == value)
        #expect(fault.message.contains(message), "\(fault.message)")
    }

    @Test func longValuesAndListsAreRefused() {
        let address = String(repeating: "a", count: 501)
        let notes = String(repeating: "b", count: 2001)
        let contacts = (1...33).map { "M\($0)" }.joined(separator: ";")
        let faults = ImportFixture.faults {
            try ImportFixture.households("H1,乙一,,900001,\(address),,,,\(contacts),\(notes)")
        }
        #expect(faults.first.map(\.column) == ["address", "contacts", "notes"])
        #expect(faults.first[1].message == "must name at most 32 members, names 33")
    }
}
