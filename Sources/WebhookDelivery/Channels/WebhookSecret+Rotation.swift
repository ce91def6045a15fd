import Foundation

extension WebhookSecret {
    /// Secrets of one endpoint at a time: the old and the new one, with room for a change that overlaps another.
    package static let rotationLimit = 4

    /// As owners are given it.
    package static func text(of key: [UInt8]) -> String { "whsec_" + Data(key).base64EncodedString() }

    /// The secrets that a text lists, with spaces or commas between them.
    ///
    /// While an owner changes their secret both sign, so that whichever the receiver knows already fits.
    package static func all(in text: String) throws(WebhookSecretFault) -> [WebhookSecret] {
        let parts = text.split { $0 == " " || $0 == "," }
        guard !parts.isEmpty else { throw .empty }
        guard parts.count <= rotationLimit else { throw .tooMany(count: parts.count) }
        var secrets: [WebhookSecret] = []
        for part in parts { secrets.append(try WebhookSecret(String(part))) }
        return secrets
    }
}
