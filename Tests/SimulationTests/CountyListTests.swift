import DispatchCore
import Geospatial
import Simulation
import Testing

@Suite struct CountyListTests {
    @Test func fieldsAreQuotedOnlyWhereTheyMustBe() {
        #expect(CSVText.escaped("纸鸢庄") == "纸鸢庄")
        #expect(CSVText.escaped("") == "")
        #expect(CSVText.escaped("a;b") == "a;b")
        #expect(CSVText.escaped("东街, 3排") == "\"东街, 3排\"")
        #expect(CSVText.escaped("\"慢\"一点") == "\"\"\"慢\"\"一点\"")
        #expect(CSVText.escaped("一\n二") == "\"一\n二\"")
        #expect(CSVText.escaped("一\r\n二") == "\"一\r\n二\"")
    }

    @Test func recordsAreLines() {
        var csv = CSVText(header: ["id", "notes"])
        csv.append(["1", "a,b"])
        #expect(csv.text == "id,notes\n1,\"a,b\"\n")
    }

    @Test func listsHaveTheColumnsOfTheImport() throws {
        let county = try InventedCounty(seed: 1, size: .small)
        func header(_ text: String) -> Substring { text.prefix { $0 != "\n" } }
        #expect(header(county.villagesCSV) == "code,name,township_code,township,latitude,longitude,crs")
        #expect(
            header(county.membersCSV(endpointBase: ""))
                == "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
        )
        #expect(
            header(county.householdsCSV) == "id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes"
        )
        #expect(header(county.desksCSV) == "id,level,code,name,phone,channel,endpoint,secret")
        let townships = Set(county.villages.map(\.townshipCode))
        #expect(county.desksCSV.split(separator: "\n").count == 1 + townships.count + 1)
    }

    @Test func shiftedRowsMeanThePlacesTheyWereMadeFrom() throws {
        let county = try InventedCounty(seed: 1, size: .small)
        let lines = county.membersCSV(endpointBase: "http://127.0.0.1:7879", secret: "whsec_x").split(separator: "\n")
        var shifted = 0
        var placeless = 0
        for (member, line) in zip(county.members, lines.dropFirst()) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            try #require(fields.count == 13)
            #expect(fields[0] == member.id)
            #expect(fields[11] == (member.endpointPath.map { "http://127.0.0.1:7879\($0)" } ?? ""))
            #expect(fields[12].isEmpty == (member.endpointPath == nil))
            guard let latitude = Double(fields[5]), let longitude = Double(fields[6]) else {
                placeless += 1
                continue
            }
            let system = try #require(CoordinateSystem(name: fields[7]))
            shifted += system == .gcj02 ? 1 : 0
            let place = try system.toWGS84(latitude: latitude, longitude: longitude)
            #expect(place.distanceMeters(to: member.coordinate) < 0.3)
        }
        #expect((60...200).contains(shifted))
        #expect((30...100).contains(placeless))
    }
}
