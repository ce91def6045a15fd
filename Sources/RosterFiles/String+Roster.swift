extension String {
    /// Without the white space at both ends, the ideographic space included.
    var trimmed: String {
        // Nearly all values are clean at both ends, which two bytes of ASCII tell.
        if let first = utf8.first, let last = utf8.last, first.isASCIIGraphic, last.isASCIIGraphic { return self }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// The words of a list in one value, separated by `;` or the full-width `；` that Chinese keyboards give.
    var listed: [String] {
        split { $0 == ";" || $0 == "；" }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// A long number as a spreadsheet shows and saves it, `1.30533E+11`: its last digits are lost.
    var looksRounded: Bool {
        guard utf8.contains(UInt8(ascii: "+")) else { return false }
        let halves = split(separator: "E+", omittingEmptySubsequences: false)
        guard halves.count == 2, (2...3).contains(halves[1].count), let first = halves[0].first, first.isASCIIDigit
        else {
            return false
        }
        return halves[1].allSatisfy(\.isASCIIDigit) && halves[0].allSatisfy { $0.isASCIIDigit || $0 == "." }
    }
}

extension UInt8 {
    /// Printable ASCII other than the space.
    var isASCIIGraphic: Bool { (0x21...0x7E).contains(self) }
}

extension Character {
    var isASCIIDigit: Bool {
        guard let asciiValue else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(asciiValue)
    }
}

extension Unicode.Scalar {
    /// Control characters, line and paragraph separators, and invisible ones that only change how others are shown.
    var isUnprintable: Bool {
        switch value {
        // What nearly every text is made of needs no look at the tables.
        case 0x20...0x7E, 0x4E00...0x9FFF: return false
        default: break
        }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// `U+0007`.
    var codePoint: String {
        let hex = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
}
