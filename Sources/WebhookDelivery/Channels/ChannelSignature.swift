import Crypto
import Foundation

/// The signatures of group robots; each holds for an hour of the platform's clock and does not cover the message.
package enum ChannelSignature {
    /// DingTalk's `sign`: base64 of HMAC-SHA256 over `timestamp\nsecret` under the secret, not yet percent-encoded
    /// (channels, section 3.1).
    package static func dingtalk(timestampMilliseconds: Int64, secret: String) -> String {
        code(of: Array("\(timestampMilliseconds)\n\(secret)".utf8), key: secret)
    }

    /// Feishu's `sign`: the same text, but as the key, over an empty message, and in seconds (section 4.1).
    package static func feishu(timestampSeconds: Int64, secret: String) -> String {
        code(of: [], key: "\(timestampSeconds)\n\(secret)")
    }

    private static func code(of message: [UInt8], key: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Array(key.utf8))))
            .base64EncodedString()
    }
}
