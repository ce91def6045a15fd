package import CoreMetrics
import CurlTransport

/// Keeps the daemon's metrics and writes them as Prometheus reads them (text exposition format 0.0.4).
///
/// It is a factory of swift-metrics: counters, meters, recorders and timers made with it appear in ``text()``. Timers and
/// aggregating recorders become histograms with the bounds of their description, in seconds; without a description they
/// only have their sum and count.
package final class PrometheusRegistry: MetricsFactory {
    /// Series kept at once, 2,000: the daemon has some 100, and a label that takes its value from outside must not eat the
    /// memory. Further series count nothing and are counted in ``droppedSeriesName``.
    package static let maximumSeries = 2000
    package static let droppedSeriesName = "arrived_metrics_dropped_series_total"
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct State: Sendable {
        var families: [String: PrometheusFamily] = [:]
        var seriesCount = 0
    }

    private let descriptions: [String: PrometheusDescription]
    private let seriesLimit: Int
    private let state = Locked(State())
    private let dropped = PrometheusNumber()

    /// - Parameter maximumSeries: another limit in tests only.
    package init(
        describing descriptions: [PrometheusDescription] = DispatchMetrics.catalogue + ProcessMetrics.catalogue,
        maximumSeries: Int = PrometheusRegistry.maximumSeries
    ) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        seriesLimit = maximumSeries
    }

    /// The whole exposition, families and series sorted by name.
    package func text() -> String {
        var families = state.withLock { $0.families }
        families[Self.droppedSeriesName] = PrometheusFamily(
            name: Self.droppedSeriesName,
            kind: .counter,
            help: "Series that were not kept because there were too many, or because their name was another kind's.",
            series: ["": .number(dropped)]
        )
        var text = ""
        for (_, family) in families.sorted(by: { $0.key < $1.key }) { family.write(to: &text) }
        return text
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        number(label, dimensions, .counter)
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        number(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        number(label, dimensions, .gauge)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : number(label, dimensions, .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(ObjectIdentifier(handler)) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        remove(ObjectIdentifier(handler))
    }
    package func destroyMeter(_ handler: any MeterHandler) { remove(ObjectIdentifier(handler)) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(ObjectIdentifier(handler)) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(ObjectIdentifier(handler)) }

    // MARK: Series

    private func number(
        _ label: String,
        _ dimensions: [(String, String)],
        _ kind: PrometheusFamily.Kind
    ) -> PrometheusNumber {
        if case .number(let number) = series(label, dimensions, kind, { .number(PrometheusNumber()) }) { return number }
        return PrometheusNumber()
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> PrometheusHistogram {
        let bounds = descriptions[label]?.bounds ?? []
        let made = series(label, dimensions, .histogram) { .histogram(PrometheusHistogram(bounds: bounds)) }
        if case .histogram(let histogram) = made { return histogram }
        return PrometheusHistogram(bounds: [])
    }

    /// The series of that name and those labels, made at first use; none when it cannot be kept.
    private func series(
        _ label: String,
        _ dimensions: [(String, String)],
        _ kind: PrometheusFamily.Kind,
        _ make: () -> PrometheusFamily.Series
    ) -> PrometheusFamily.Series? {
        let name = PrometheusText.name(label)
        let labels = PrometheusText.labels(dimensions)
        let help = descriptions[label]?.help
        return state.withLock { state in
            let family = state.families[name] ?? PrometheusFamily(name: name, kind: kind, help: help)
            if let found = family.series[labels], family.kind == kind { return found }
            guard family.kind == kind, state.seriesCount < seriesLimit, name != Self.droppedSeriesName else {
                dropped.increment(by: 1.0)
                return nil
            }
            let series = make()
            state.families[name] = family
            state.families[name]?.series[labels] = series
            state.seriesCount += 1
            return series
        }
    }

    private func remove(_ identity: ObjectIdentifier) {
        state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.series.first(where: { $0.value.identity == identity })?.key else { continue }
                state.families[name]?.series[labels] = nil
                state.seriesCount -= 1
                return
            }
        }
    }
}
