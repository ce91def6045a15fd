/// Who of several who may come is worth least beside all the others.
///
/// What somebody is worth beside the others takes a forecast of the others alone, which for all of them is cubic in their
/// number. Of many, all are first judged at once from products before and behind each, which differs from the exact gain
/// only by rounding; only those that may be the least are then weighed exactly.
enum LeastWorth {
    /// Up to so many are weighed exactly, each by itself.
    private static let fewLimit = 16
    /// More than rounding can amount to, in seconds.
    private static let slackSeconds = 1e-6
    /// Of those that are equal but for rounding, so many are weighed exactly.
    private static let equalLimit = 8

    /// - Parameters:
    ///   - ones: Positions in `all` of those who can be done without, each with their prospect as it is to be valued.
    ///   - all: Everybody who may come.
    ///   - limit: Nobody who is worth so many seconds is named.
    ///   - budget: Charged with what it takes.
    /// - Returns: The index in `ones` of the one who is worth least, if that is below the limit.
    static func find(
        among ones: [(position: Int, prospect: Prospect)],
        of all: [Prospect],
        below limit: Double,
        horizonSeconds: Double,
        within budget: inout WorkBudget
    ) -> Int? {
        guard !ones.isEmpty else { return nil }
        var chosen = Array(ones.indices)
        if all.count > fewLimit {
            let gains = gains(of: ones, in: all, horizonSeconds: horizonSeconds)
            budget.spend(all.count * all.count / WorkBudget.Cost.productsPerUnit * 8)
            guard let least = gains.min(), least < limit + slackSeconds else { return nil }
            chosen = Array(chosen.filter { gains[$0] <= least + 2 * slackSeconds }.prefix(equalLimit))
        }
        budget.spend(chosen.count * all.count * all.count / WorkBudget.Cost.productsPerUnit)
        let exact = chosen.map { index in
            var others = all
            others.remove(at: ones[index].position)
            let forecast = ArrivalForecast(others, horizonSeconds: horizonSeconds)
            return (index: index, gain: forecast.gain(of: ones[index].prospect))
        }
        guard let least = exact.min(by: { $0.gain < $1.gain }), least.gain < limit else { return nil }
        return least.index
    }

    /// What each is worth beside all others, but for rounding.
    private static func gains(
        of ones: [(position: Int, prospect: Prospect)],
        in all: [Prospect],
        horizonSeconds: Double
    ) -> [Double] {
        var steps: [(time: Double, position: Int)] = []
        for (position, prospect) in all.enumerated() where prospect.chance > 0 {
            for arrival in prospect.arrivals where arrival < horizonSeconds { steps.append((arrival, position)) }
        }
        steps.sort { ($0.time, $0.position) < ($1.time, $1.position) }
        var absences = [Double](repeating: 1, count: all.count)
        var before = [Double](repeating: 1, count: all.count + 1)
        var behind = [Double](repeating: 1, count: all.count + 1)
        var sums = [Double](repeating: 0, count: ones.count)
        var start = 0.0
        for position in 0...steps.count {
            let end = position < steps.count ? steps[position].time : horizonSeconds
            if end > start {
                for index in all.indices { before[index + 1] = before[index] * absences[index] }
                for index in all.indices.reversed() { behind[index] = behind[index + 1] * absences[index] }
                for (index, one) in ones.enumerated() {
                    var seconds = 0.0
                    for arrival in one.prospect.arrivals where arrival < end { seconds += end - max(start, arrival) }
                    sums[index] += before[one.position] * behind[one.position + 1] * seconds
                }
                start = end
            }
            guard position < steps.count else { break }
            let moved = steps[position].position
            absences[moved] -= all[moved].chance / Double(all[moved].arrivals.count)
        }
        return ones.indices.map { index in
            let prospect = ones[index].prospect
            guard prospect.chance > 0, !prospect.arrivals.isEmpty else { return 0 }
            return prospect.chance * sums[index] / Double(prospect.arrivals.count)
        }
    }
}
