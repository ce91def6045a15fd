/// A phone by which a group robot can call somebody in its group: a mobile of mainland China.
package enum MobileNumber {
    private static let digitCount = 11

    /// The 11 digits; nil for a landline, a number of another country or none.
    package static func digits(of phone: String) -> String? {
        var digits = phone.filter { $0.isASCII && $0.isNumber }
        if phone.hasPrefix("+"), !digits.hasPrefix("86") { return nil }
        for prefix in ["0086", "86"] where digits.count == digitCount + prefix.count && digits.hasPrefix(prefix) {
            digits.removeFirst(prefix.count)
        }
        // 13 to 19; what begins with 10 to 12 are service numbers.
        guard digits.count == digitCount, digits.hasPrefix("1"), let second = digits.dropFirst().first,
            "3"..."9" ~= second
        else { return nil }
        return digits
    }
}
