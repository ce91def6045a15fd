// Foundation's normalization goes by other tables of Unicode than the standard library's `==`; two texts that are equal in
// Swift must have equal bytes afterwards, so the library's own form is asked.
@_spi(_Unicode) internal import Swift

extension String {
    /// The one spelling of this text: Unicode's normalization form C (UAX 15).
    ///
    /// Swift compares texts canonically, SQLite by bytes. An identifier, a code or a name in this form is the same to both.
    /// Never for secrets, URLs, signed bytes, digests or keys, whose bytes are what counts.
    package var nfc: String {
        if unicodeScalars.allSatisfy(\.standsAlone) { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in _nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// Whether these are the same bytes, which `==` does not say.
    package func isSpelled(like other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}

extension Unicode.Scalar {
    /// Never changed by form C, and never joined with what comes before: Latin, ideographs, Chinese punctuation, full-width
    /// forms. Nearly every text is made of these alone.
    fileprivate var standsAlone: Bool {
        switch value {
        case 0...0x2FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x3001...0x3007, 0xFF01...0xFF5E: true
        default: false
        }
    }
}
