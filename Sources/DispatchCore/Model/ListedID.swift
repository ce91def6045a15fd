import CanonicalText

/// The id that a county's own list gives somebody or something; free text of 1 to 64 bytes, unique in its list.
///
/// Always in one spelling, wherever it comes from: a file, a path, a row, an entry of the journal.
///
/// As with `Identifier`, ids of different subjects never compare.
package struct ListedID<Subject>: Hashable, Comparable, Sendable {
    /// Long enough for every register number seen in practice; it bounds link tokens and journal rows.
    package static var lengthLimitBytes: Int { 64 }

    package let text: String

    package init(_ text: String) {
        self.text = text.nfc
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }
}

extension ListedID: CustomStringConvertible {
    package var description: String { text }
}

extension ListedID: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

package typealias MemberID = ListedID<Member>
package typealias DeskID = ListedID<Desk>
