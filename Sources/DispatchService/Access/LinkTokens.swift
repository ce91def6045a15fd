import Crypto
package import DispatchCore
package import DispatchStore
import Foundation

/// Tokens of links: base64url(id ‖ HMAC-SHA256(key, kind ‖ id)).
///
/// Nothing secret is stored, links survive a crash, and a token cannot be guessed or turned into one of another kind.
package struct LinkTokens: Sendable {
    package enum Kind: String, Sendable {
        case offer
        case member
        case whistle
    }

    private let key: SymmetricKey

    /// - Parameter key: 32 random bytes.
    package init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// The token of an offer's link, whose id is the offer's.
    package func token(ofOffer id: OfferID) -> String {
        token(.offer, id.bytes)
    }

    /// The token of the link in a desk's notice, whose id is the whistle's.
    package func token(ofWhistle id: WhistleID) -> String {
        token(.whistle, id.bytes)
    }

    package func token(ofMemberLink id: Identifier<LinkTarget>) -> String {
        token(.member, id.bytes)
    }

    private func token(_ kind: Kind, _ id: [UInt8]) -> String {
        Base64URL.encode(id + mac(kind, id))
    }

    private func mac(_ kind: Kind, _ id: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(kind.rawValue.utf8) + id, using: key))
    }

    /// The id in a token of this kind; nil for anything that was not made with this key.
    package func verify<Subject>(_ token: String, _ kind: Kind) -> Identifier<Subject>? {
        guard let bytes = Base64URL.decode(token), bytes.count == 48 else { return nil }
        let id = Array(bytes.prefix(16))
        let isValid = HMAC<SHA256>.isValidAuthenticationCode(
            bytes.suffix(32),
            authenticating: Array(kind.rawValue.utf8) + id,
            using: key
        )
        return isValid ? Identifier(bytes: id) : nil
    }
}
