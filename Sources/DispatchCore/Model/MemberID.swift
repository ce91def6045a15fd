/// The id a county gives one of its members; free text of 1 to 64 bytes, unique in the county.
package struct MemberID: Hashable, Comparable, Sendable {
    /// Long enough for every register number seen in practice; it bounds link tokens and journal rows.
    package static let lengthLimitBytes = 64

    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }
}

extension MemberID: CustomStringConvertible {
    package var description: String { text }
}

extension MemberID: Codable {
    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
