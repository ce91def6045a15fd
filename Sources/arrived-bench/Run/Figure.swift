/// Numbers as benchmarks print them.
enum Figure {
    /// Two decimals, written without a locale.
    static func text(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let decimals = String(abs(hundredths) % 100)
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100)."
            + String(repeating: "0", count: 2 - decimals.count) + decimals
    }

    /// The nearest-rank quantile; 0 of nothing.
    static func quantile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// One line of quantiles in milliseconds.
    static func line(_ name: String, _ values: [Double]) -> String {
        let quantiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)]
            .map { "\($0) \(text(quantile($1, of: values))) ms" }
        return "\(name): \(quantiles.joined(separator: ", ")) of \(values.count)"
    }
}

extension Duration {
    var milliseconds: Double {
        self / .milliseconds(1)
    }
}
