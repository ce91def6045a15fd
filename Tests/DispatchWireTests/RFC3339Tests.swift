import DispatchWire
import Testing

struct RFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1985-04-12T23:20:50.52Z", 482_196_050_520),
        ("1996-12-19T16:39:57-08:00", 851_042_397_000),
        ("2025-06-01T08:30:00+08:00", 1_748_737_800_000),
        ("2025-06-01t00:30:00z", 1_748_737_800_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000),
        ("2000-02-29T12:00:00.123456789Z", 951_825_600_123),
        ("1900-03-01T00:00:00Z", -2_203_891_200_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("2025-01-01T00:00:00-00:00", 1_735_689_600_000),
    ])
    func textsAreRead(text: String, milliseconds: Int64) throws {
        #expect(try RFC3339.milliseconds(of: text) == milliseconds)
    }

    @Test(arguments: [
        ("", WireTime.Fault.malformed), ("2025-06-01", .malformed), ("2025-06-01 08:30:00Z", .malformed),
        ("2025-6-1T08:30:00Z", .malformed), ("2025-06-01T08:30Z", .malformed), ("2025-06-01T08:30:00.Z", .malformed),
        ("2025-06-01T08:30:00.1234567890Z", .malformed), ("2025-06-01T08:30:00Z ", .malformed),
        ("2025-06-01T08:30:00+0800", .malformed), ("20250601T083000Z", .malformed), ("1748737800000", .malformed),
        ("+2025-06-01T08:30:00Z", .malformed), ("２０２５-06-01T08:30:00Z", .malformed),
        ("2025-06-01T08:30:00", .noOffset), ("2025-06-01T08:30:00.5", .noOffset),
        ("2025-00-01T08:30:00Z", .noSuchDay), ("2025-13-01T08:30:00Z", .noSuchDay),
        ("2025-02-29T08:30:00Z", .noSuchDay), ("1900-02-29T08:30:00Z", .noSuchDay),
        ("2025-04-31T08:30:00Z", .noSuchDay), ("2025-04-00T08:30:00Z", .noSuchDay),
        ("0000-01-01T00:00:00+00:01", .noSuchDay), ("9999-12-31T23:59:59-00:01", .noSuchDay),
        ("2025-06-01T24:00:00Z", .noSuchTimeOfDay), ("2025-06-01T08:60:00Z", .noSuchTimeOfDay),
        ("2016-12-31T23:59:60Z", .noSuchTimeOfDay), ("2025-06-01T08:30:00+24:00", .noSuchTimeOfDay),
    ])
    func textsThatNameNoTimeAreRefused(text: String, fault: WireTime.Fault) {
        #expect(throws: fault) { try RFC3339.milliseconds(of: text) }
    }

    @Test func everyDayOfFourCenturiesGivesItselfBack() throws {
        // 400 years are one whole cycle of the Gregorian calendar.
        let first = try RFC3339.milliseconds(of: "1800-01-01T00:00:00Z")
        var previous = ""
        for day in 0..<Int64(146_097) {
            let time = first + day * 86_400_000 + day % 86_400_000
            let text = RFC3339.text(ofMilliseconds: time)
            #expect(text > previous)
            previous = text
            guard try RFC3339.milliseconds(of: text) == time else {
                Issue.record("\(text) is not \(time)")
                return
            }
        }
        #expect(RFC3339.text(ofMilliseconds: first + 146_097 * 86_400_000) == "2200-01-01T00:00:00.000Z")
    }

    @Test func timesBeyondFourDigitYearsAreMovedToTheNearest() {
        #expect(RFC3339.text(ofMilliseconds: .max) == "9999-12-31T23:59:59.999Z")
        #expect(RFC3339.text(ofMilliseconds: .min) == "0000-01-01T00:00:00.000Z")
    }

    @Test func wireTimeTravelsAsText() throws {
        let time = WireTime(milliseconds: 1_748_737_800_123)
        #expect(try WireJSON.text(of: [time]) == #"["2025-06-01T00:30:00.123Z"]"#)
        #expect(try WireJSON.read([WireTime].self, from: Array(#"["2025-06-01T08:30:00.123+08:00"]"#.utf8)) == [time])
        #expect(throws: DecodingError.self) { try WireJSON.read([WireTime].self, from: Array(#"["today"]"#.utf8)) }
    }
}
