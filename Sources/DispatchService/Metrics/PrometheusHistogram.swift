import CoreMetrics

/// How often values fell under each of a few fixed bounds, and their sum.
///
/// Values are in the unit of the metric's name; a timer records seconds.
final class PrometheusHistogram: RecorderHandler, TimerHandler {
    /// Rising; a value above the last falls into the bucket `+Inf`.
    let bounds: [Double]
    /// One more than bounds, each counting only its own bucket; the text sums them up.
    private let counts: [PrometheusNumber]
    private let sumOfValues = PrometheusNumber()

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in PrometheusNumber() }
    }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[bucket].increment(by: 1.0)
        sumOfValues.increment(by: value)
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    /// Values up to each bound, the last being all of them.
    var cumulativeCounts: [Double] {
        var sum = 0.0
        return counts.map { count in
            sum += count.value
            return sum
        }
    }

    var sum: Double { sumOfValues.value }
}
