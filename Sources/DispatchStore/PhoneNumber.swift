/// Phone numbers are compared by their digits alone, without the country code of China.
package enum PhoneNumber {
    /// Of its last digits, by which the members of a group are told apart.
    package static let tellingDigitCount = 4

    /// Full-width digits, which a keyboard set to Chinese types, are digits.
    package static func digits(_ text: some StringProtocol) -> String {
        var digits = text.filter { $0.unicodeScalars.allSatisfy { $0.properties.numericType == .decimal } }
            .compactMap(\.wholeNumberValue).map(String.init).joined()
        for prefix in ["0086", "86"] where digits.hasPrefix(prefix) && digits.count - prefix.count >= 10 {
            digits = String(digits.dropFirst(prefix.count))
            break
        }
        return digits
    }

    /// Whether its last digits can tell somebody apart.
    package static func canTell(_ phone: String) -> Bool {
        digits(phone).count >= tellingDigitCount
    }

    /// Whether somebody typed the last digits of this number, or more of it.
    package static func isEnd(_ typed: String, of phone: String) -> Bool {
        let typed = digits(typed)
        return typed.count >= tellingDigitCount && digits(phone).hasSuffix(typed)
    }
}
