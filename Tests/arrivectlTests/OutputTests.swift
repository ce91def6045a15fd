import DispatchWire
import Testing

@testable import arrivectl

struct OutputTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("沙河王庄", 8), ("ａ", 2), ("e\u{301}", 1), ("가", 2), ("🚗", 2), ("𠀀", 2), ("–", 1), ("“", 1),
    ])
    func widthIsThatOfATerminal(text: String, columns: Int) {
        #expect(DisplayWidth.columns(of: text) == columns)
    }

    @Test func columnsAreAsWideAsTheirWidestCell() {
        var rows = AlignedRows(["A", "VILLAGE", "C"])
        rows.add(["1", "沙河王庄", "x"])
        rows.add(["22", "甲", ""])
        #expect(rows.lines == ["A   VILLAGE   C", "1   沙河王庄  x", "22  甲"])
    }

    @Test(arguments: [(0, "0 m"), (999, "999 m"), (1_000, "1.0 km"), (1_949, "1.9 km"), (1_950, "2.0 km")])
    func distances(meters: Int, text: String) {
        #expect(Quantity.distance(meters: meters) == text)
    }

    @Test(arguments: [(0, "0:00"), (59, "0:59"), (168, "2:48"), (3_599, "59:59"), (3_600, "1:00:00")])
    func durations(seconds: Int, text: String) {
        #expect(Quantity.duration(seconds: seconds) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000")])
    func counts(number: Int, text: String) {
        #expect(Quantity.count(number) == text)
    }

    @Test(arguments: [(0, "0.0 %"), (0.29, "29.0 %"), (0.999, "99.9 %"), (0.99999, "99.9 %"), (1, "100.0 %")])
    func onlyAllAreAHundredPercent(share: Double, text: String) {
        #expect(Quantity.percent(share) == text)
    }

    @Test(arguments: [(0, 1, "0.0"), (2.04, 1, "2.0"), (2.05, 2, "2.05"), (9.96, 1, "10.0"), (3.4, 0, "3")])
    func decimals(number: Double, places: Int, text: String) {
        #expect(Quantity.decimal(number, places: places) == text)
    }

    @Test func timesAreLocal() {
        let clock = LocalClock { _ in -9 * 3_600 }
        let moment = WireTime(milliseconds: 1_748_737_800_000)
        #expect(clock.date(moment) == "2025-05-31")
        #expect(clock.time(moment) == "15:30:00")
        #expect(clock.dayAndTime(moment) == "05-31 15:30")
    }
}
