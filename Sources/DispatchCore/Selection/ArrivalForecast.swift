/// The expected first arrival of a set of people who may come, and what one more of them is worth.
///
/// J(S) = ∫₀ᴮ Π (1 − qᵢ·P(Aᵢ ≤ t)) dt: the mean time of the first arrival, counted as B when nobody is there by then.
/// Each arrival is a few equally likely points, so the integrand is a step function, and the gain of one more person is a
/// sum over their points of the area that is left from there: qⱼ/n Σ ∫ from Aⱼₖ to B.
package struct ArrivalForecast: Sendable {
    /// B, in seconds from now.
    package let horizonSeconds: Double
    /// J(S), in seconds.
    package let expectedSeconds: Double

    /// Where the integrand changes, ascending, within the horizon.
    private let times: [Double]
    /// From each of these times on: the chance that nobody is there yet.
    private let absence: [Double]
    /// From each of these times to the horizon: the area under the integrand.
    private let area: [Double]

    package init(_ prospects: [Prospect], horizonSeconds: Double) {
        self.horizonSeconds = horizonSeconds
        var steps: [(time: Double, prospect: Int)] = []
        for (position, prospect) in prospects.enumerated() where prospect.chance > 0 {
            for arrival in prospect.arrivals where arrival < horizonSeconds { steps.append((arrival, position)) }
        }
        steps.sort { ($0.time, $0.prospect) < ($1.time, $1.prospect) }

        var times: [Double] = []
        var absence: [Double] = []
        var arrived = [Double](repeating: 0, count: prospects.count)
        times.reserveCapacity(steps.count)
        absence.reserveCapacity(steps.count)
        // One factor changes at each step, so only the products behind it are made anew.
        var products = [Double](repeating: 1, count: prospects.count + 1)
        for step in steps {
            arrived[step.prospect] += 1 / Double(prospects[step.prospect].arrivals.count)
            for position in step.prospect..<prospects.count {
                products[position + 1] = products[position] * (1 - prospects[position].chance * arrived[position])
            }
            times.append(step.time)
            absence.append(max(products[prospects.count], 0))
        }
        var area = [Double](repeating: 0, count: times.count)
        var sum = 0.0
        var end = horizonSeconds
        for position in times.indices.reversed() {
            sum += absence[position] * (end - times[position])
            area[position] = sum
            end = times[position]
        }
        self.times = times
        self.absence = absence
        self.area = area
        expectedSeconds = end + sum
    }

    /// By how many seconds one more person brings the expected first arrival forward: J(S) − J(S ∪ {j}).
    package func gain(of prospect: Prospect) -> Double {
        guard prospect.chance > 0, !prospect.arrivals.isEmpty else { return 0 }
        var sum = 0.0
        for arrival in prospect.arrivals where arrival < horizonSeconds { sum += areaLeft(from: arrival) }
        return prospect.chance * sum / Double(prospect.arrivals.count)
    }

    /// ∫ from `time` to the horizon of the chance that nobody is there yet.
    private func areaLeft(from time: Double) -> Double {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        let next = low < times.count ? times[low] : horizonSeconds
        let chance = low > 0 ? absence[low - 1] : 1
        return (low < times.count ? area[low] : 0) + chance * (next - time)
    }
}
