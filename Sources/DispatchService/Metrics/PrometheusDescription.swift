/// What a metric is, said before it moves for the first time.
package struct PrometheusDescription: Hashable, Sendable {
    package let name: String
    /// The sentence of the `# HELP` line.
    package let help: String
    /// Upper bounds of the buckets of a histogram, rising; none for other kinds.
    package let bounds: [Double]?

    package init(_ name: String, _ help: String, bounds: [Double]? = nil) {
        self.name = name
        self.help = help
        self.bounds = bounds
    }
}
