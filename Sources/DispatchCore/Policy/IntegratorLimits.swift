/// What integrators may ask for, so that one program that has gone wrong does not use up the county's members.
///
/// Seats that a category configures are never refused: an alarm button says what is the matter and no more. Operators and
/// administrators are not limited.
package struct IntegratorLimits: Equatable, Sendable {
    /// Seats that one request may ask for: a brigade, as for one kind of seat. Whoever needs more rings the operator.
    package static let seatsPerRequest = 20
    /// Seats that may stand open of what one token opened. Range 1…100,000.
    package var openSeatsPerToken = 200
    /// Seats that may stand open of what all integrators opened. Range 1…1,000,000.
    package var openSeats = 1_000

    package init() {}
}
