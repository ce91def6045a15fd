/// Deals out names of villages; some occur twice in the county, none twice in a township.
struct VillageNames {
    /// One village in so many is called like one in another township, as it is in real counties.
    static let villagesPerRepeat = 24

    private var deck: [String]
    /// Names that have been dealt once.
    private var single: [(name: String, township: Int)] = []
    private var dealtCount = 0
    private var used: [Set<String>]
    private var position = 0

    init(townships: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed, purpose: "village names")
        deck = CountyNames.villages
        random.shuffle(&deck)
        used = Array(repeating: [], count: townships)
    }

    mutating func next(in township: Int) -> String {
        defer { dealtCount += 1 }
        let isRepeat = dealtCount % Self.villagesPerRepeat == Self.villagesPerRepeat - 1
        let namesake = single.firstIndex { $0.township != township && !used[township].contains($0.name) }
        let name: String
        if isRepeat, let namesake {
            // Taken off the list, so that the next repeat is of another name.
            name = single.remove(at: namesake).name
        } else {
            // A deck has more cards than a township has villages, so an unused one comes.
            while used[township].contains(deck[position % deck.count]) { position += 1 }
            name = deck[position % deck.count]
            position += 1
            single.append((name, township))
        }
        used[township].insert(name)
        return name
    }
}
