import DispatchCore
import DispatchStore
import Foundation
import RosterFiles
import Testing

@Suite struct ImportFileTests {
    private static let header = ImportFixture.villageHeader
    private static let row = "900001,东杨村,9000,杨树镇,36.9,115.2,"

    private func check(_ text: String, limits: ImportLimits = ImportLimits()) throws -> CheckedRoster {
        try ImportFixture.check(Array(text.utf8), .villages, limits: limits)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func anyLineEndSeparatesRowsAndCountsLines(end: String) throws {
        for chunkBytes in [1, 2, 3, 7, 4096] {
            let good = [Self.header, "", Self.row, ",,,,,,", "900002,西杨村,9000,杨树镇,36.92,115.22,"]
            let roster = try ImportFixture.check(
                Array(good.joined(separator: end).utf8),
                .villages,
                chunkBytes: chunkBytes
            )
            #expect(roster.rowCount == 2)
            let faults = ImportFixture.faults {
                let bad = good + ["", "900003,,9000,杨树镇,36.9,115.2,"]
                _ = try ImportFixture.check(Array(bad.joined(separator: end).utf8), .villages, chunkBytes: chunkBytes)
                return []
            }
            #expect(faults.first.map(\.line) == [7])
            #expect(faults.first.first?.column == "name")
        }
    }

    @Test func quotedValuesHoldCommasQuotesAndLineEnds() throws {
        let records = try ImportFixture.households(
            "H1,\"甲, \"\"乙\"\"\",,900001,,,,,,\"一\r\n二\"",
            "H2,丙,,900001,,,,,,"
        )
        #expect(records[0].name == "甲, \"乙\"")
        #expect(records[0].notes == "一\n二")
        let fault = try ImportFixture.fault {
            try ImportFixture.households("H1,甲,,900001,,,,,,\"一\n二\"", "H2,,,900001,,,,,,")
        }
        // The note above has taken one line more.
        #expect(fault.line == 4)
    }

    @Test(arguments: [
        ("900001,东\"杨村,9000,杨树镇,36.9,115.2,", 2, "a quote stands inside a value"),
        ("900001,\"东\"杨村,9000,杨树镇,36.9,115.2,", 2, "a quote closes a value before its end"),
        (row + "\n900002,\"西杨村,9000,杨树镇,36.9,115.2,\n" + row, 3, "never closed"),
    ])
    func strayAndUnclosedQuotesAreToldWithTheirLine(rows: String, line: Int, message: String) throws {
        let fault = try ImportFixture.fileFault { try check(Self.header + "\n" + rows) }
        #expect(fault.code == .malformed)
        #expect(fault.line == line)
        #expect(fault.message.contains(message))
    }

    @Test func headerNamesAreFreeInOrderCaseAndCompany() throws {
        let roster = try check(
            "CRS, Name ,code,more,Township,TOWNSHIP_CODE,longitude,latitude\n,东杨村,900001,x,杨树镇,9000,115.2,36.9"
        )
        #expect(roster == (try check(Self.header + "\n" + Self.row)))
    }

    @Test func missingColumnsAreNamedWithWhatWasFound() throws {
        let fault = try ImportFixture.fileFault {
            try check("code,name,township_cod,township,latitude,longitude\n" + Self.row)
        }
        #expect(fault.code == .header)
        #expect(
            fault.message
                == "the header lacks township_code (is it “township_cod”?), crs; expected \(Self.header),"
                + " found code,name,township_cod,township,latitude,longitude"
        )
    }

    @Test func columnsNamedTwiceAreRefused() throws {
        let fault = try ImportFixture.fileFault { try check(Self.header + ",Code\n" + Self.row) }
        #expect(fault.message == "the column code stands twice in the header, as column 1 and 8")
    }

    @Test(arguments: [(";", "semicolons"), ("\t", "tabs"), ("，", "full-width commas")])
    func otherSeparatorsAreNamed(separator: String, name: String) throws {
        let text = (Self.header + "\n" + Self.row).replacingOccurrences(of: ",", with: separator)
        let fault = try ImportFixture.fileFault { try check(text) }
        #expect(fault.code == .header)
        #expect(fault.message.contains("separated by \(name)"))
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}", header, header + "\n,,,,,,\n"])
    func filesWithoutRowsAreRefused(text: String) throws {
        let fault = try ImportFixture.fileFault { try check(text) }
        #expect(fault.code == .empty)
    }

    @Test func rowsOfTheWrongWidthAreTold() throws {
        let short = try ImportFixture.fault { try ImportFixture.villages("900001,东杨村,9000,杨树镇,36.9,115.2") }
        #expect(short.line == 2)
        #expect(short.message == "has 6 values where the header has 7; is a comma missing?")
        let long = try ImportFixture.fault { try ImportFixture.villages(Self.row + ",x") }
        #expect(long.message.contains("has 8 values"))
        #expect(try ImportFixture.villages(Self.row + ",,").count == 1)
    }

    @Test func limitsAreKept() throws {
        var limits = ImportLimits()
        limits.rows = 1
        #expect(try check(Self.header + "\n" + Self.row, limits: limits).rowCount == 1)
        #expect(
            try ImportFixture.fileFault { try check("\(Self.header)\n\(Self.row)\n\(Self.row)", limits: limits) }.code
                == .tooLarge
        )
        limits = ImportLimits()
        limits.fileBytes = 10
        #expect(try ImportFixture.fileFault { try check(Self.header, limits: limits) }.code == .tooLarge)
        limits = ImportLimits()
        limits.columns = 3
        #expect(try ImportFixture.fileFault { try check(Self.header, limits: limits) }.message.contains("3 columns"))
        limits = ImportLimits()
        limits.fieldBytes = 20
        let open = try ImportFixture.fileFault {
            try check(Self.header + "\n\"900001,东杨村,9000,杨树镇,36.9", limits: limits)
        }
        #expect(open.line == 2)
        #expect(open.message.contains("closing quote"))
    }

    @Test func missingFileIsUnreadable() throws {
        let fault = try ImportFixture.fileFault {
            try RosterCheck().check(
                fileAt: "/nonexistent/roster.csv",
                kind: .villages,
                encoding: .auto,
                known: ImportFixture.known(),
                progress: { _ in }
            )
        }
        #expect(fault.code == .unreadable)
        #expect(fault.message.contains("open: error 2"))
    }

    @Test func firstHundredFaultsAreToldAndTheRestCounted() throws {
        let far = "800000,远,8000,远镇,30.0,100.0,"
        let rows = (1...300).map { "\(900_000 + $0),,9000,杨树镇,36.9,115.2," }
        let text = ([Self.header, far] + rows).joined(separator: "\n")
        let faults = ImportFixture.faults { [try check(text)] }
        #expect(faults.total == 301)
        #expect(faults.first.count == 100)
        // What only the whole file shows takes its place by line too.
        #expect(faults.first[0].column == "latitude,longitude")
        #expect(faults.first.map(\.line) == Array(2...101))
    }
}
