/// Deals out names of villages; some occur twice in the county, none twice in a township.
struct VillageNames {
    /// One village in so many is called like one in another township, as it is in real counties.
    static let villagesPerRepeat = 24

    private var deck: [String]
    private var dealt: [(name: String, township: Int)] = []
    private var used: [Set<String>]
    private var position = 0

    init(townships: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed, purpose: "village names")
        deck = CountyNames.villages
        random.shuffle(&deck)
        used = Array(repeating: [], count: townships)
    }

    mutating func next(in township: Int) -> String {
        let isRepeat = dealt.count % Self.villagesPerRepeat == Self.villagesPerRepeat - 1
        let namesake = dealt.first { $0.township != township && !used[township].contains($0.name) }?.name
        let name: String
        if isRepeat, let namesake {
            name = namesake
            // The next repeat is of another name.
            dealt.removeAll { $0.name == namesake }
        } else {
            // A deck has more cards than a township has villages, so an unused one comes.
            while used[township].contains(deck[position % deck.count]) { position += 1 }
            name = deck[position % deck.count]
            position += 1
        }
        dealt.append((name, township))
        used[township].insert(name)
        return name
    }
}
