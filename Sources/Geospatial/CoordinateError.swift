/// Two numbers that are no place, with the one that cannot be and what would be right.
///
/// A refusal: it is shown to whoever typed or imported the numbers.
package struct CoordinateError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Axis: String, Sendable {
        case latitude
        case longitude
    }

    package let axis: Axis

    /// The number as it was given, in degrees; NaN and infinities included.
    package let value: Double

    /// One sentence saying what would be right.
    package let hint: String

    package var description: String {
        "\(axis.rawValue) \(value): \(hint)"
    }
}
