import DispatchWire
import Testing

struct EventStreamParserTests {
    private let stream =
        ": comment\nid: 1\nevent: a\ndata: one\n\ndata:two\r\ndata: lines\r\n\r\nid\rdata\r\rid: 4\nretry: 10\n\n"
        + "data: last, never ended\n"

    private let expected: [EventStreamParser.Message] = [
        .init(id: "1", data: "one"), .init(id: "1", data: "two\nlines"), .init(id: "", data: ""),
    ]

    @Test func everyCutOfAStreamGivesTheSameEvents() {
        let bytes = Array(stream.utf8)
        for cut in bytes.indices {
            var parser = EventStreamParser()
            let messages = parser.take(Array(bytes[..<cut])) + parser.take(Array(bytes[cut...]))
            #expect(messages == expected)
            #expect(parser.lastID == "4")
        }
        var parser = EventStreamParser()
        #expect(bytes.flatMap { parser.take([$0]) } == expected)
    }

    @Test func aLineWithoutEndIsCutAndTakesNoMemory() {
        var parser = EventStreamParser()
        _ = parser.take(Array("data: ".utf8))
        for _ in 0..<100 { _ = parser.take(Array(repeating: UInt8(ascii: "x"), count: 10_000)) }
        let messages = parser.take(Array("\n\n".utf8))
        #expect(messages.map(\.data.utf8.count) == [EventStreamParser.lineLimitBytes - 6])
    }
}
