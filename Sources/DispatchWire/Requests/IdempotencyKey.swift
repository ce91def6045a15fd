/// The value of an `Idempotency-Key` header: the caller's own name for one submission.
package struct IdempotencyKey: Hashable, Sendable {
    package static let headerName = "Idempotency-Key"

    package let text: String

    /// Takes a header's value; throws `idempotency-key-invalid` unless it is 1 to 255 visible ASCII characters.
    package init(header value: String) throws(Problem) {
        let isVisible = value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isVisible, (1...WireLimits.idempotencyKeyCharacters).contains(value.utf8.count) else {
            throw Problem(
                .idempotencyKeyInvalid,
                field: Self.headerName,
                value: .string(value),
                allowed: ["1 to \(WireLimits.idempotencyKeyCharacters) visible ASCII characters"]
            )
        }
        text = value
    }
}
