/// Why a text is not a webhook secret; the description says what would be right and never repeats the text.
package enum WebhookSecretFault: Error, Hashable, CustomStringConvertible {
    case empty
    case notBase64
    case badLength(bytes: Int)
    case tooMany(count: Int)

    package var description: String {
        let right = "write whsec_ and the base64 of 24 to 64 random bytes"
        return switch self {
        case .empty: "the secret is empty; \(right)"
        case .notBase64: "the secret is not standard base64 with its padding; \(right)"
        case .badLength(let bytes): "the secret holds \(bytes) bytes; \(right)"
        case .tooMany(let count): "there are \(count) secrets; write \(WebhookSecret.rotationLimit) at most"
        }
    }
}
