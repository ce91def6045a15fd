/// How large an invented county is.
package struct CountySize: Equatable, Sendable {
    /// Names of townships are written by hand, see ``CountyNames``.
    package static let townships = 1...24
    /// Villages of one township on average; above it the invented village names of a township would run out.
    package static let villagesPerTownshipLimit = 60
    /// Invented phone numbers end in five digits.
    package static let peopleLimit = 99_999

    package let townships: Int
    package let villages: Int
    package let members: Int
    package let households: Int

    /// Throws a sentence about what would be right. Every township has a village, every village a member and a household.
    package init(townships: Int, villages: Int, members: Int, households: Int) throws(Fault) {
        func require(_ name: String, _ value: Int, in bounds: ClosedRange<Int>) throws(Fault) {
            guard !bounds.contains(value) else { return }
            throw Fault(description: "\(name) must be \(bounds.lowerBound)…\(bounds.upperBound) and is \(value)")
        }
        try require("townships", townships, in: Self.townships)
        try require("villages", villages, in: townships...townships * Self.villagesPerTownshipLimit)
        try require("members", members, in: villages...Self.peopleLimit)
        try require("households", households, in: villages...Self.peopleLimit)
        self.init(unchecked: (townships, villages, members, households))
    }

    /// A county of the plain of Hebei: a thousand square kilometres, half a million residents.
    package static let county = CountySize(unchecked: (16, 520, 25_000, 8_000))

    /// The county in which policies are compared: 522 villages on 1,012 square kilometres, as published of Weixian.
    package static let comparison = CountySize(unchecked: (16, 522, 25_000, 522))

    private init(unchecked size: (townships: Int, villages: Int, members: Int, households: Int)) {
        townships = size.townships
        villages = size.villages
        members = size.members
        households = size.households
    }

    /// A size that cannot be.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
    }
}
