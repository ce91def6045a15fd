import DispatchCore

/// An endless, seeded series of calls for help from an invented county, in a plausible mixture.
package struct InventedCalls: Sendable {
    /// Of a hundred calls; old people make most of them.
    private static let mixture: [(category: String, percent: Int)] = [
        ("medical-transport", 22), ("fall", 16), ("elder-check", 20), ("errand", 16), ("repair", 16), ("disaster", 2),
        ("other", 8),
    ]
    private static let words: [String: [String]] = [
        "medical-transport": [
            "老人胸闷头晕，老伴送不了他 / old man, tight chest and dizzy; his wife cannot take him",
            "孩子高烧，家里没有车 / child with a high fever, no car at home",
            "老人肚子疼得厉害，要去县医院 / old woman, bad stomach pain, must go to the county hospital",
        ],
        "fall": [
            "老人在院里摔倒，起不来 / fell in the yard and cannot get up",
            "从床上滑下来，一个人扶不动 / slid off the bed, too heavy for one",
        ],
        "elder-check": [
            "女儿在外地，电话打不通 / daughter far away cannot reach her mother",
            "两天没见老人出门 / neighbour has not seen the old man for two days",
        ],
        "errand": [
            "降压药吃完了，走不动 / out of blood pressure pills, cannot walk far",
            "帮忙从镇上捎一袋面 / a sack of flour from the township, please",
        ],
        "repair": [
            "屋里跳闸，没有电 / the fuse keeps blowing, no light",
            "水管冻裂，院里全是水 / frozen pipe burst, the yard is full of water",
        ],
        "disaster": ["大风刮倒了树，压住了院墙 / storm brought a tree down on the wall"],
        "other": [
            "想请人帮忙写个申请 / needs help with writing an application",
            "手机交不了电费 / cannot pay the electricity bill on the phone",
        ],
    ]

    private let callers: [InventedHousehold]
    private let villageOfCode: [String: Village]
    /// Members who can be asked to drive.
    private let drivers: Set<String>
    private var random: SeededRandom

    package init(county: InventedCounty, seed: UInt64) {
        let uses = Dictionary(county.households.map { ($0.phone, 1) }, uniquingKeysWith: +)
        // An operator would be asked which of two households is meant.
        callers = county.households.filter { uses[$0.phone] == 1 }
        villageOfCode = Dictionary(county.villages.map { ($0.code, $0) }) { first, _ in first }
        drivers = Set(
            county.members.filter { $0.capabilities.contains("vehicle") && $0.endpointPath != nil }.map(\.id)
        )
        random = SeededRandom(seed: seed, purpose: "calls")
    }

    package mutating func next() -> InventedCall {
        var draw = random.below(100)
        let category =
            Self.mixture.first { entry in
                draw -= entry.percent
                return draw < 0
            }?.category ?? "other"
        return InventedCall(category: category, place: nextPlace(), summary: summary(of: category))
    }

    /// An ill old man whose household is found by the caller's phone; a contact of his has a car, if anybody's has.
    package mutating func oldManToHospital() -> InventedCall {
        let driven = callers.filter { !drivers.isDisjoint(with: $0.contacts) }
        return InventedCall(
            category: "medical-transport",
            place: .callerPhone(random.choice(of: driven.isEmpty ? callers : driven).phone),
            summary: Self.words["medical-transport"]?.first ?? ""
        )
    }

    private mutating func nextPlace() -> InventedCall.Place {
        let household = random.choice(of: callers)
        switch random.below(10) {
        case 0..<6: return .callerPhone(household.phone)
        case 6..<8: return .household(household.id)
        case 8: return .village(code: household.villageCode)
        default:
            guard let village = villageOfCode[household.villageCode] else {
                preconditionFailure("a household's village is in the county")
            }
            return .villageName(village.name, township: village.township)
        }
    }

    private mutating func summary(of category: String) -> String {
        Self.words[category].map { random.choice(of: $0) } ?? ""
    }
}
