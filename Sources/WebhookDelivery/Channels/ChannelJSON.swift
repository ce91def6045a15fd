import Foundation

/// Writes the bodies of the platforms.
enum ChannelJSON {
    /// The bytes to send, the same for the same content.
    static func encoded(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            // The bodies hold texts, whole numbers and flags, for which there is always JSON.
            preconditionFailure("a message cannot be written as JSON: \(error)")
        }
    }
}
