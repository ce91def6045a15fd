import CoreMetrics

/// Counters of one name, one for each value a label can have.
struct MetricsByLabel: Sendable {
    private let counters: [String: Counter]

    init(_ name: String, _ label: String, _ values: [String], _ factory: any MetricsFactory) {
        counters = Dictionary(
            uniqueKeysWithValues: values.map { ($0, Counter(label: name, dimensions: [(label, $0)], factory: factory)) }
        )
    }

    /// Counts one; a value outside the closed set is not counted.
    func increment(_ value: String) {
        counters[value]?.increment()
    }
}
