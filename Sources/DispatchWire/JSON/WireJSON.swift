import FoundationEssentials

/// The one way answers become bytes and bytes become answers, for daemon and CLI alike.
package enum WireJSON {
    package static let mediaType = "application/json"

    /// The bytes of an answer: compact, members sorted by name, so that equal answers are equal byte by byte.
    ///
    /// Throws only for a number that is not finite, which no answer may hold.
    package static func bytes(of answer: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(answer))
    }

    /// The text of an answer, as `bytes(of:)`.
    package static func text(of answer: some Encodable) throws -> String {
        String(decoding: try bytes(of: answer), as: UTF8.self)
    }

    /// An answer read from bytes; members it does not know are passed over, so that an older CLI reads a newer daemon.
    package static func read<Answer: Decodable>(_ type: Answer.Type = Answer.self, from bytes: [UInt8]) throws -> Answer
    {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
