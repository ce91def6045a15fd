import Foundation

/// The key shared with one endpoint, as Standard Webhooks 1.0.0 writes it: `whsec_` and base64.
///
/// It prints its length only.
package struct WebhookSecret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Decoded lengths that the specification allows.
    package static let lengthsBytes = 24...64
    private static let prefix = "whsec_"

    let key: [UInt8]

    /// Reads a secret; the prefix may be missing.
    package init(_ text: String) throws(WebhookSecretFault) {
        let encoded = text.hasPrefix(WebhookSecret.prefix) ? String(text.dropFirst(WebhookSecret.prefix.count)) : text
        guard !encoded.isEmpty else { throw .empty }
        guard let decoded = Data(base64Encoded: encoded) else { throw .notBase64 }
        guard WebhookSecret.lengthsBytes.contains(decoded.count) else { throw .badLength(bytes: decoded.count) }
        key = Array(decoded)
    }

    package var description: String { "secret of \(key.count) bytes" }
    package var debugDescription: String { description }
    // `dump` and failed expectations of tests look here.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
