/// Phone numbers are compared by their digits alone, without the country code of China.
package enum PhoneNumber {
    package static func digits(_ text: some StringProtocol) -> String {
        var digits = String(text.filter { $0.isASCII && $0.isNumber })
        for prefix in ["0086", "86"] where digits.hasPrefix(prefix) && digits.count - prefix.count >= 10 {
            digits = String(digits.dropFirst(prefix.count))
            break
        }
        return digits
    }
}
