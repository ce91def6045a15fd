import Crypto
package import DispatchCore
package import DispatchStore
import Foundation

/// Tokens of links: base64url(id ‖ HMAC-SHA256(key, kind ‖ id)).
///
/// Nothing secret is stored, links survive a crash, and a token cannot be guessed or turned into one of another kind. The id
/// is that of an offer, a whistle or a member's link, 16 bytes; for a group that of its request and the number of its
/// endpoint, 24 bytes.
package struct LinkTokens: Sendable {
    package enum Kind: String, Sendable {
        case offer
        case member
        case whistle
        case group
    }

    private static let idByteCount = 16
    private static let macByteCount = SHA256.byteCount

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

    package func token(ofMemberLink id: MemberLinkID) -> String {
        token(.member, id.bytes)
    }

    /// The token of the one link by which a whole group answers.
    package func token(ofGroup group: GroupCall) -> String {
        let endpoint = (0..<8).reversed().map { UInt8(truncatingIfNeeded: group.endpointID >> (8 * $0)) }
        return token(.group, group.requestID.bytes + endpoint)
    }

    /// The id in a token of this kind; nil for anything that was not made with this key.
    package func verify<Subject>(_ token: String, _ kind: Kind) -> Identifier<Subject>? {
        verified(token, kind, byteCount: Self.idByteCount).flatMap { Identifier(bytes: $0) }
    }

    /// The group's call in a token; nil for anything that was not made with this key.
    package func group(of token: String) -> GroupCall? {
        let byteCount = Self.idByteCount + MemoryLayout<Int64>.size
        guard let bytes = verified(token, .group, byteCount: byteCount),
            let requestID = RequestID(bytes: Array(bytes.prefix(Self.idByteCount)))
        else { return nil }
        let endpointID = bytes.dropFirst(Self.idByteCount).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return GroupCall(requestID: requestID, endpointID: endpointID)
    }

    private func token(_ kind: Kind, _ id: [UInt8]) -> String {
        Base64URL.encode(id + mac(kind, id))
    }

    private func mac(_ kind: Kind, _ id: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(kind.rawValue.utf8) + id, using: key))
    }

    private func verified(_ token: String, _ kind: Kind, byteCount: Int) -> [UInt8]? {
        guard let bytes = Base64URL.decode(token), bytes.count == byteCount + Self.macByteCount else { return nil }
        let id = Array(bytes.prefix(byteCount))
        let isValid = HMAC<SHA256>.isValidAuthenticationCode(
            bytes.suffix(Self.macByteCount),
            authenticating: Array(kind.rawValue.utf8) + id,
            using: key
        )
        return isValid ? id : nil
    }
}
