import Crypto
import Foundation

/// Signing and verifying by Standard Webhooks 1.0.0 (www.standardwebhooks.com), scheme `v1`.
///
/// `v1` is base64 of HMAC-SHA256 over `id.timestamp.body`. The id names the notice and is the same for every attempt; the
/// timestamp is that of the attempt, so that a captured message cannot be replayed later.
package enum StandardWebhooks {
    package static let idHeader = "webhook-id"
    package static let timestampHeader = "webhook-timestamp"
    package static let signatureHeader = "webhook-signature"
    /// How far sender's and receiver's clocks may differ, in both directions.
    package static let toleranceSeconds: Int64 = 300

    /// The value of `webhook-signature`.
    ///
    /// An id with a dot could be read as another id and timestamp; ours are UUIDs.
    package static func signature(
        id: String,
        timestampSeconds: Int64,
        body: [UInt8],
        secret: WebhookSecret
    ) -> String {
        precondition(!id.contains("."), "a webhook id holds no dot")
        let message = signedBytes(id, "\(timestampSeconds)", body)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret.key))
        return "v1," + Data(code).base64EncodedString()
    }

    /// Checks a received message; `body` must be the raw bytes, never JSON written anew.
    ///
    /// The signature header may list several signatures, as during a change of secrets; one that fits is enough, and
    /// versions other than `v1` are passed over.
    package static func verify(
        id: String?,
        timestamp: String?,
        signature: String?,
        body: [UInt8],
        secret: WebhookSecret,
        nowSeconds: Int64
    ) throws(WebhookRefusal) {
        guard let id, !id.isEmpty else { throw .missingHeader(idHeader) }
        guard let timestamp, !timestamp.isEmpty else { throw .missingHeader(timestampHeader) }
        guard let signature, !signature.isEmpty else { throw .missingHeader(signatureHeader) }
        guard let seconds = Int64(timestamp) else { throw .badTimestamp }
        guard !id.contains(".") else { throw .noMatch }
        // Unsigned, because a hostile timestamp may lie further away than the signed range reaches.
        if seconds < nowSeconds, UInt64(bitPattern: nowSeconds &- seconds) > UInt64(toleranceSeconds) { throw .tooOld }
        if seconds > nowSeconds, UInt64(bitPattern: seconds &- nowSeconds) > UInt64(toleranceSeconds) { throw .tooNew }
        let message = signedBytes(id, timestamp, body)
        let key = SymmetricKey(data: secret.key)
        for item in signature.split(separator: " ") {
            let parts = item.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "v1", let code = Data(base64Encoded: String(parts[1])) else { continue }
            // Compares in constant time.
            if HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key) { return }
        }
        throw .noMatch
    }

    private static func signedBytes(_ id: String, _ timestamp: String, _ body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + body
    }
}
