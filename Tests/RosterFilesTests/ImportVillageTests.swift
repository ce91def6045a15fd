import DispatchCore
import DispatchStore
import Geospatial
import RosterFiles
import Testing

@Suite struct ImportVillageTests {
    @Test func villageIsReadWithItsPlaceConverted() throws {
        let plain = try ImportFixture.villages(" 900001 ,　东杨村,9000,杨树镇,36.9,115.2,")[0]
        #expect(plain.code == "900001")
        #expect(plain.name == "东杨村")
        #expect(plain.townshipCode == "9000")
        #expect(plain.township == "杨树镇")
        #expect(plain.coordinate == (try Coordinate(latitude: 36.9, longitude: 115.2)))
        for (crs, meters) in [("WGS-84", 0.0...0.0), ("GCJ-02", 300...900), ("bd09", 300...1800)] {
            let village = try ImportFixture.villages("900001,东杨村,9000,杨树镇,36.9,115.2,\(crs)")[0]
            #expect(meters.contains(village.coordinate.distanceMeters(to: plain.coordinate)), "\(crs)")
        }
    }

    @Test(arguments: [
        (",东杨村,9000,杨树镇,36.9,115.2,", "code", "", "must not be empty"),
        ("900001,,9000,杨树镇,36.9,115.2,", "name", "", "must not be empty"),
        ("900001,东杨村,,杨树镇,36.9,115.2,", "township_code", "", "must not be empty"),
        ("900001,东杨村,9000,,36.9,115.2,", "township", "", "must not be empty"),
        ("1.30533E+11,东杨村,9000,杨树镇,36.9,115.2,", "code", "1.30533E+11", "rounded by a spreadsheet"),
        ("900001,东杨村,9000,杨树镇,,,", "latitude", "", "must not be empty"),
        ("900001,东杨村,9000,杨树镇,36.9,,", "longitude", "", "must be given when latitude is"),
        ("900001,东杨村,9000,杨树镇,,115.2,", "latitude", "", "must be given when longitude is"),
        ("900001,东杨村,9000,杨树镇,96.9,115.2,", "latitude", "96.9", "within -90...90"),
        ("900001,东杨村,9000,杨树镇,36.9,215.2,", "longitude", "215.2", "within -180...180"),
        ("900001,东杨村,9000,杨树镇,115.2,36.9,", "latitude", "115.2", "exchanged: latitude 36.9, longitude 115.2"),
        ("900001,东杨村,9000,杨树镇,36.9,-115.2,", "latitude,longitude", "36.9, -115.2", "must lie in China"),
        ("900001,东杨村,9000,杨树镇,0,0,", "latitude,longitude", "0, 0", "must lie in China"),
        ("900001,东杨村,9000,杨树镇,36°54',115.2,", "latitude", "36°54'", "decimal degrees"),
        ("900001,东杨村,9000,杨树镇,nan,115.2,", "latitude", "nan", "decimal degrees"),
        ("900001,东杨村,9000,杨树镇,\"36,9\",115.2,", "latitude", "36,9", "with a point"),
        ("900001,东杨村,9000,杨树镇,36.9,115.2,UTM", "crs", "UTM", "WGS-84, GCJ-02 or BD-09"),
        ("900001,东\u{7}杨村,9000,杨树镇,36.9,115.2,", "name", "东U+0007杨村", "invisible character U+0007"),
        ("900001,东\u{200B}杨村,9000,杨树镇,36.9,115.2,", "name", "东U+200B杨村", "invisible character U+200B"),
        ("900001,\"东\n杨村\",9000,杨树镇,36.9,115.2,", "name", "东U+000A杨村", "on one line"),
    ])
    func wrongValueIsTold(row: String, column: String, value: String, message: String) throws {
        let fault = try ImportFixture.fault { try ImportFixture.villages(row) }
        #expect(fault.line == 2)
        #expect(fault.column == column)
        #expect(fault.value == value)
        #expect(fault.message.contains(message), "\(fault.message)")
    }

    @Test func swapInTheWestWhereBothNumbersAreLatitudesIsRecognized() throws {
        let fault = try ImportFixture.fault { try ImportFixture.villages("900001,东杨村,9000,杨树镇,79.9,37.1,") }
        #expect(fault.message.contains("exchanged"))
    }

    @Test func duplicateCodeNamesItsFirstLine() throws {
        let fault = try ImportFixture.fault {
            try ImportFixture.villages("900001,东杨村,9000,杨树镇,36.9,115.2,", "900001,西杨村,9000,杨树镇,36.9,115.2,")
        }
        #expect(fault.line == 3)
        #expect(fault.message.contains("stands on line 2 already"))
    }

    @Test func villageFarFromTheOthersIsTold() throws {
        let fault = try ImportFixture.fault {
            try ImportFixture.villages(
                "900001,东杨村,9000,杨树镇,36.9,115.2,",
                "900002,西杨村,9000,杨树镇,36.9,115.3,",
                "900003,南杨村,9000,杨树镇,37.9,115.2,"
            )
        }
        #expect(fault.line == 4)
        #expect(fault.message == "lies 112 km from the middle of the other villages; must be within 60 km")
    }

    @Test func oneTownshipCodeHasOneName() throws {
        let fault = try ImportFixture.fault {
            try ImportFixture.villages("900001,东杨村,9000,杨树镇,36.9,115.2,", "900002,西杨村,9000,柳树镇,36.9,115.2,")
        }
        #expect(fault.column == "township")
        #expect(fault.message.contains("called 杨树镇 on line 2"))
    }

    @Test func longValuesAreRefusedAndShownShort() throws {
        let long = String(repeating: "杨", count: 201)
        let fault = try ImportFixture.fault { try ImportFixture.villages("900001,\(long),9000,杨树镇,36.9,115.2,") }
        #expect(fault.message == "must have at most 200 characters, has 201")
        #expect(fault.value == String(repeating: "杨", count: 79) + "…")
        let code = try ImportFixture.fault {
            try ImportFixture.villages("\(String(repeating: "9", count: 65)),东杨村,9000,杨树镇,36.9,115.2,")
        }
        #expect(code.message == "must have at most 64 bytes, has 65")
    }

    @Test func oneRowTellsAllItsFaults() {
        let faults = ImportFixture.faults { try ImportFixture.villages("900001,,9000,,x,115.2,UTM") }
        #expect(faults.first.map(\.column) == ["name", "township", "crs", "latitude"])
    }
}
