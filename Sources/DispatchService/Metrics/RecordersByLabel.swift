import CoreMetrics

/// Recorders of one name, one for each value a label can have.
struct RecordersByLabel: Sendable {
    private let recorders: [String: Recorder]

    init(_ name: String, _ label: String, _ values: [String], _ factory: any MetricsFactory) {
        recorders = Dictionary(
            uniqueKeysWithValues: values.map {
                ($0, Recorder(label: name, dimensions: [(label, $0)], aggregate: true, factory: factory))
            }
        )
    }

    /// Takes a value; under a label outside the closed set it is not taken.
    func record(_ value: Double, _ label: String) {
        recorders[label]?.record(value)
    }
}
