import Crypto
package import DispatchCore

/// A bearer token when it is made: shown once, kept as a hash.
package struct BearerToken: Sendable {
    /// `arr_` and 32 random bytes in base64url: easy to recognise in a leaked file, too long to guess.
    package let text: String
    package let record: AccessTokenRecord

    /// - Parameter random: 32 random bytes.
    package init(
        random: [UInt8],
        id: String,
        name: String,
        role: AccessTokenRecord.Role,
        townshipCode: String?,
        expiresAt: WallTime? = nil,
        at time: WallTime
    ) {
        text = "arr_" + Base64URL.encode(random)
        record = AccessTokenRecord(
            id: id,
            name: name,
            role: role,
            townshipCode: townshipCode,
            hash: Self.hash(text),
            createdAt: time,
            expiresAt: expiresAt
        )
    }

    package static func hash(_ text: some StringProtocol) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
