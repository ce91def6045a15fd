import DispatchCore
import Geospatial

extension InventedCounty {
    /// Of a hundred members so many come on foot, by bicycle and by electric bicycle; the others drive.
    private static let walkPercent = 35
    private static let bicyclePercent = 20
    private static let ebikePercent = 35
    /// Nearly everybody who comes by car may carry somebody with it; some others own one and prefer two wheels.
    private static let vehicleOfDriver = 0.95
    private static let vehicleOfOthers = 0.04
    /// How common each skill is.
    private static let skills: [(word: String, probability: Double)] = [
        ("first-aid", 0.06), ("lifting", 0.25), ("electrician", 0.03), ("plumber", 0.02), ("carpenter", 0.02),
        ("tractor", 0.04), ("nursing", 0.01),
    ]
    /// Old members without a phone that takes messages.
    private static let ringByHand = 0.03
    /// Rows written as a phone shows them, and rows without a place of their own.
    private static let shiftedRows = 0.1
    private static let placelessRows = 0.05

    static func populate(_ ground: [Settlement], count: Int, seed: UInt64) -> [InventedMember] {
        var random = SeededRandom(seed: seed, purpose: "members")
        let counts = share(count, into: ground.count, using: &random)
        var members: [InventedMember] = []
        members.reserveCapacity(count)
        for (settlement, count) in zip(ground, counts) {
            for _ in 0..<count {
                members.append(member(number: members.count + 1, in: settlement, using: &random))
            }
        }
        return members
    }

    private static func member(
        number: Int,
        in settlement: Settlement,
        using random: inout SeededRandom
    ) -> InventedMember {
        let id = "M\(fiveDigits(number))"
        let transport: Transport =
            switch random.below(100) {
            case ..<walkPercent: .walk
            case ..<(walkPercent + bicyclePercent): .bicycle
            case ..<(walkPercent + bicyclePercent + ebikePercent): .ebike
            default: .car
            }
        var capabilities: [String] = []
        if random.chance(transport == .car ? vehicleOfDriver : vehicleOfOthers) { capabilities.append("vehicle") }
        for skill in skills where random.chance(skill.probability) { capabilities.append(skill.word) }
        let home = home(in: settlement, using: &random)
        return InventedMember(
            id: id,
            name: CountyNames.person(using: &random),
            phone: "199000\(fiveDigits(number))",
            villageCode: settlement.village.code,
            branch: "\(settlement.village.name)党支部",
            coordinate: home.coordinate,
            notation: home.notation,
            capabilities: capabilities,
            transport: transport,
            endpointPath: random.chance(ringByHand) ? nil : "/members/\(id)"
        )
    }

    static func home(
        in settlement: Settlement,
        using random: inout SeededRandom
    ) -> (coordinate: Coordinate, notation: PlaceNotation) {
        let point = settlement.point.neighbor(within: villageRadiusMeters, using: &random)
        let draw = random.unit()
        if draw < placelessRows { return (settlement.village.coordinate, .none) }
        return (point.coordinate, draw < placelessRows + shiftedRows ? .gcj02 : .wgs84)
    }
}
