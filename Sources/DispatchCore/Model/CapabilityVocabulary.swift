/// The words for capabilities that a roster uses, each with its bit.
///
/// Words are free (vehicle, first-aid, lifting, electrician …). The nearest-member index keeps them as bits so that a
/// search can skip whole regions in which nobody has what a seat requires.
package struct CapabilityVocabulary: Equatable, Sendable {
    /// 64 bits of the index less the seven that availability and means of travel need, less one to spare.
    package static let wordLimit = 56
    /// Longest word in characters; enough for any trade, short enough for a page.
    package static let wordLengthLimitCharacters = 40

    private var bitOfWord: [String: Int] = [:]

    package init() {}

    package var wordCount: Int { bitOfWord.count }

    /// The bits of these words, adding those not seen before; nil when there are more than `wordLimit` words.
    package mutating func intern(_ words: some Sequence<String>) -> UInt64? {
        var mask: UInt64 = 0
        for word in words {
            if let bit = bitOfWord[word] {
                mask |= 1 << UInt64(bit)
            } else {
                guard bitOfWord.count < Self.wordLimit else { return nil }
                mask |= 1 << UInt64(bitOfWord.count)
                bitOfWord[word] = bitOfWord.count
            }
        }
        return mask
    }

    /// The words of these bits, sorted: bits differ between rosters, words do not.
    package func words(of mask: UInt64) -> [String] {
        bitOfWord.filter { mask & 1 << UInt64($0.value) != 0 }.map(\.key).sorted()
    }

    /// The bits of these words; nil when nobody in the roster has one of them.
    package func mask(of words: some Sequence<String>) -> UInt64? {
        var mask: UInt64 = 0
        for word in words {
            guard let bit = bitOfWord[word] else { return nil }
            mask |= 1 << UInt64(bit)
        }
        return mask
    }
}
