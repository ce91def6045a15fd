/// All series of one metric name.
struct PrometheusFamily: Sendable {
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    enum Series: Sendable {
        case number(PrometheusNumber)
        case histogram(PrometheusHistogram)

        var identity: ObjectIdentifier {
            switch self {
            case .number(let number): ObjectIdentifier(number)
            case .histogram(let histogram): ObjectIdentifier(histogram)
            }
        }
    }

    let name: String
    let kind: Kind
    let help: String?
    /// By their labels as written.
    var series: [String: Series] = [:]

    /// The lines of this family, in the same order each time.
    func write(to text: inout String) {
        guard !series.isEmpty else { return }
        if let help { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
        text += "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
            switch series {
            case .number(let number):
                text += "\(name)\(labels) \(PrometheusText.number(number.value))\n"
            case .histogram(let histogram):
                let counts = histogram.cumulativeCounts
                for (bound, count) in zip(histogram.bounds + [.infinity], counts) {
                    let bucket = PrometheusText.labels(labels, bound: PrometheusText.number(bound))
                    text += "\(name)_bucket\(bucket) \(PrometheusText.number(count))\n"
                }
                text += "\(name)_sum\(labels) \(PrometheusText.number(histogram.sum))\n"
                text += "\(name)_count\(labels) \(PrometheusText.number(counts.last ?? 0))\n"
            }
        }
    }
}
