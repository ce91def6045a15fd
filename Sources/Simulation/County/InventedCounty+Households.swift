import DispatchCore

extension InventedCounty {
    /// A contact looks after about so many households, and never more than the limit.
    private static let householdsPerContact = 7
    static let householdsPerContactLimit = 10
    /// Households with a second contact.
    private static let secondContact = 0.25
    /// Households that give the same phone as the one before them.
    private static let sharedPhone = 0.005
    private static let notesShare = 0.3

    static func house(
        _ ground: [Settlement],
        members: [InventedMember],
        count: Int,
        seed: UInt64
    ) -> [InventedHousehold] {
        var random = SeededRandom(seed: seed, purpose: "households")
        let counts = share(count, into: ground.count, using: &random)
        let membersOfVillage = Dictionary(grouping: members, by: \.villageCode)
        var households: [InventedHousehold] = []
        households.reserveCapacity(count)
        for (settlement, count) in zip(ground, counts) {
            guard var helpers = membersOfVillage[settlement.village.code] else {
                preconditionFailure("every village has a member")
            }
            random.shuffle(&helpers)
            let contacts = contacts(ofHouseholds: count, among: helpers.map(\.id), using: &random)
            for contacts in contacts {
                households.append(
                    household(
                        number: households.count + 1,
                        in: settlement,
                        contacts: contacts,
                        after: households.last,
                        using: &random
                    )
                )
            }
        }
        return households
    }

    /// Gives each of a village's households one contact or two.
    private static func contacts(
        ofHouseholds count: Int,
        among helpers: [String],
        using random: inout SeededRandom
    ) -> [[String]] {
        let wanted = max(1, (count + householdsPerContact / 2) / householdsPerContact)
        let helpers = Array(helpers.prefix(wanted))
        var load = [Int](repeating: 0, count: helpers.count)
        return (0..<count).map { household in
            let first = household * helpers.count / count
            load[first] += 1
            let second = (first + 1) % helpers.count
            // Those whose own turn is still to come keep room for it.
            let room = householdsPerContactLimit - (second > first ? count / helpers.count + 1 : 0)
            guard random.chance(secondContact), second != first, load[second] < room else { return [helpers[first]] }
            load[second] += 1
            return [helpers[first], helpers[second]]
        }
    }

    private static func household(
        number: Int,
        in settlement: Settlement,
        contacts: [String],
        after previous: InventedHousehold?,
        using random: inout SeededRandom
    ) -> InventedHousehold {
        let home = home(in: settlement, using: &random)
        let street = random.choice(of: CountyNames.streets)
        let address = "\(settlement.village.name)\(street)\(1 + random.below(9))排\(1 + random.below(20))号"
        let ownPhone = "198000\(fiveDigits(number))"
        let phone = random.chance(sharedPhone) ? previous?.phone ?? ownPhone : ownPhone
        return InventedHousehold(
            id: "H\(fiveDigits(number))",
            name: CountyNames.person(using: &random),
            phone: phone,
            villageCode: settlement.village.code,
            address: address,
            coordinate: home.coordinate,
            notation: home.notation,
            contacts: contacts,
            notes: random.chance(notesShare) ? random.choice(of: CountyNames.notes) : ""
        )
    }
}
