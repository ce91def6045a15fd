package import DispatchCore

/// A county that does not exist, with its villages, members and households, drawn from a seed.
///
/// It has the shape of a county of the northern plain in everything that dispatching feels: distances, numbers, means
/// of travel, who looks after whom, names that occur twice. Nobody and nowhere in it is real.
package struct InventedCounty: Sendable {
    /// In no list of administrative divisions: 13 is Hebei, 9999 nobody.
    package static let code = "139999"
    package static let name = "云上县"
    /// Members and households live within this distance of their village's point.
    package static let villageRadiusMeters = 350.0

    package let seed: UInt64
    package let size: CountySize
    package let villages: [Village]
    package let members: [InventedMember]
    package let households: [InventedHousehold]

    package init(seed: UInt64, size: CountySize = .county) {
        self.seed = seed
        self.size = size
        let ground = Self.settle(size, seed: seed)
        villages = ground.map(\.village)
        members = Self.populate(ground, count: size.members, seed: seed)
        households = Self.house(ground, members: members, count: size.households, seed: seed)
    }

    /// A village and where it was drawn.
    struct Settlement {
        let village: Village
        let point: PlanePoint
    }

    private static func settle(_ size: CountySize, seed: UInt64) -> [Settlement] {
        var random = SeededRandom(seed: seed, purpose: "ground")
        let ground = CountyGround(townships: size.townships, villages: size.villages, using: &random)
        var names = VillageNames(townships: size.townships, seed: seed)
        var countOfTownship = [Int](repeating: 0, count: size.townships)
        return ground.villages.map { point, township in
            countOfTownship[township] += 1
            let townshipCode = "\(code)\(101 + township)"
            let village = Village(
                code: "\(townshipCode)\(200 + countOfTownship[township])",
                name: names.next(in: township),
                townshipCode: townshipCode,
                township: CountyNames.townships[township],
                coordinate: point.coordinate
            )
            return Settlement(village: village, point: point)
        }
    }

    /// Shares a number out by random weights, nobody getting nothing.
    ///
    /// - Parameter total: At least `shares`.
    static func share(_ total: Int, into shares: Int, using random: inout SeededRandom) -> [Int] {
        let weights = (0..<shares).map { _ in random.number(from: 0.5, to: 1.5) }
        let sum = weights.reduce(0, +)
        let spare = Double(total - shares)
        var counts = weights.map { 1 + Int($0 / sum * spare) }
        // What rounding left over, one each.
        for index in 0..<(total - counts.reduce(0, +)) { counts[index % shares] += 1 }
        return counts
    }

    /// The index with its zeros: `00042`.
    static func fiveDigits(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
