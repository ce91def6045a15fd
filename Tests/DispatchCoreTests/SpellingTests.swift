import DispatchCore
import TestSupport
import Testing

/// An id has one spelling, by whose bytes the tables find it.
struct SpellingTests {
    /// Letters with marks in one piece and in pieces, marks in another order, singletons, ideographs, Hangul, plain letters.
    private static let pieces: [[String]] = [
        ["\u{E9}", "e\u{301}"], ["\u{1EC7}", "e\u{323}\u{302}", "e\u{302}\u{323}", "\u{1EB9}\u{302}", "\u{EA}\u{323}"],
        ["\u{90CE}", "\u{F92C}"], ["K", "\u{212A}"], ["\u{C5}", "\u{212B}", "A\u{30A}"], [";", "\u{37E}"],
        ["\u{AC01}", "\u{1100}\u{1161}\u{11A8}", "\u{AC00}\u{11A8}"], ["\u{3094}", "\u{3046}\u{3099}"],
        ["\u{FB2C}", "\u{5E9}\u{5BC}\u{5C1}", "\u{FB49}\u{5C1}"], ["\u{1D160}", "\u{1D158}\u{1D165}\u{1D16E}"],
        ["a"], ["7"], ["沙"], ["\u{300}"], ["\u{FF21}"], ["\u{2F800}", "\u{4E3D}"], ["\u{1F600}"],
    ]

    @Test func textsThatAreEqualHaveEqualBytes() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let chosen = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                Self.pieces[Int.random(in: Self.pieces.indices, using: &generator)]
            }
            let spellings = (0..<2).map { _ in
                chosen.map { $0[Int.random(in: $0.indices, using: &generator)] }.joined()
            }
            let ids = spellings.map { MemberID($0) }
            #expect(ids[0] == ids[1])
            #expect(ids[0].text.utf8.elementsEqual(ids[1].text.utf8), "\(spellings)")
            for (spelling, id) in zip(spellings, ids) {
                #expect(id.text == spelling)
                #expect(MemberID(id.text).text.utf8.elementsEqual(id.text.utf8))
            }
        }
    }

    @Test func everyScalarAloneIsEqualToItsSpelling() {
        for value in UInt32(0)...0x3_0000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            #expect(MemberID(text).text == text)
        }
    }
}
