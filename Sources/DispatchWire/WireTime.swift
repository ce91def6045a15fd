/// A moment as it travels: RFC 3339 text in UTC outside, milliseconds since 1970 inside.
package struct WireTime: Hashable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The moment a text names; throws what is wrong with the text.
    package init(_ text: String) throws(Fault) {
        milliseconds = try RFC3339.milliseconds(of: text)
    }

    /// What can be wrong with the text of a time.
    package enum Fault: Error, CustomStringConvertible {
        /// The text is not of the form.
        case malformed
        /// The text does not say which hour of the world it means.
        case noOffset
        /// The month has no such day.
        case noSuchDay
        /// The day has no such hour, minute or second.
        case noSuchTimeOfDay

        package var description: String {
            switch self {
            case .malformed: "is no time in RFC 3339 form."
            case .noOffset: "says no offset from UTC, such as Z or +08:00."
            case .noSuchDay: "names a day that does not exist."
            case .noSuchTimeOfDay: "names a time of day that does not exist."
            }
        }
    }
}

extension WireTime: Comparable {
    package static func < (left: WireTime, right: WireTime) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension WireTime: CustomStringConvertible {
    package var description: String {
        RFC3339.text(ofMilliseconds: milliseconds)
    }
}

extension WireTime: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self))
        } catch let fault as Fault {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "The text \(fault)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
