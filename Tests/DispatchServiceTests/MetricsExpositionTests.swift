import CoreMetrics
import DispatchService
import Testing

struct MetricsExpositionTests {
    private let registry = PrometheusRegistry(
        describing: [
            .init("calls_total", "Calls taken.\nBy \\ where."),
            .init("wait_seconds", "Seconds waited.", bounds: [0.5, 1, 60]),
        ],
        maximumSeries: 8
    )

    @Test func writesEachKindInAFixedOrder() {
        Counter(label: "calls_total", dimensions: [("to", "b"), ("from", "x")], factory: registry).increment(by: 3)
        Counter(label: "calls_total", dimensions: [("from", "a"), ("to", "b")], factory: registry).increment()
        FloatingPointCounter(label: "litres_total", factory: registry).increment(by: 1.25)
        let meter = Meter(label: "level", factory: registry)
        meter.set(7)
        meter.decrement()
        Gauge(label: "heat", factory: registry).record(-0.5)
        let wait = Recorder(label: "wait_seconds", factory: registry)
        for seconds in [0.5, 0.75, 60, 61] { wait.record(seconds) }
        Timer(label: "ticks_seconds", factory: registry).recordNanoseconds(2_500_000_000)

        #expect(
            registry.text() == """
                # HELP arrived_metrics_dropped_series_total Series that were not kept because there were too many, \
                or because their name was another kind's.
                # TYPE arrived_metrics_dropped_series_total counter
                arrived_metrics_dropped_series_total 0
                # HELP calls_total Calls taken.\\nBy \\\\ where.
                # TYPE calls_total counter
                calls_total{from="a",to="b"} 1
                calls_total{from="x",to="b"} 3
                # TYPE heat gauge
                heat -0.5
                # TYPE level gauge
                level 6
                # TYPE litres_total counter
                litres_total 1.25
                # TYPE ticks_seconds histogram
                ticks_seconds_bucket{le="+Inf"} 1
                ticks_seconds_sum 2.5
                ticks_seconds_count 1
                # HELP wait_seconds Seconds waited.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.5"} 1
                wait_seconds_bucket{le="1"} 2
                wait_seconds_bucket{le="60"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 122.25
                wait_seconds_count 4

                """
        )
    }

    @Test func escapesLabelsAndNames() {
        Counter(label: "3 odd.name", dimensions: [("a-b", "say \"no\"\\\n村"), ("le", "1")], factory: registry)
            .increment()
        Recorder(label: "wait_seconds", dimensions: [("urgency", "now")], factory: registry).record(1)
        let lines = registry.text().split(separator: "\n")
        #expect(lines.contains(#"_3_odd_name{a_b="say \"no\"\\\n村",le_="1"} 1"#))
        #expect(lines.contains(#"wait_seconds_bucket{urgency="now",le="1"} 1"#))
        #expect(lines.contains(#"wait_seconds_sum{urgency="now"} 1"#))
    }

    @Test func theSameNameAndLabelsAreOneSeries() {
        let first = Counter(label: "calls_total", dimensions: [("a", "1"), ("b", "2")], factory: registry)
        let second = Counter(label: "calls_total", dimensions: [("b", "2"), ("a", "1")], factory: registry)
        first.increment()
        second.increment()
        #expect(registry.text().contains("calls_total{a=\"1\",b=\"2\"} 2\n"))
        first.destroy()
        #expect(!registry.text().contains("calls_total"))
    }

    @Test func seriesAboveTheLimitAreCountedAndNotKept() {
        for number in 1...10 {
            Counter(label: "calls_total", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        let text = registry.text()
        #expect(text.contains("calls_total{n=\"8\"} 1\n"))
        #expect(!text.contains("n=\"9\""))
        #expect(text.contains("arrived_metrics_dropped_series_total 2\n"))
    }

    @Test func aNameKeepsItsKind() {
        Counter(label: "calls_total", factory: registry).increment()
        Meter(label: "calls_total", factory: registry).set(99)
        Recorder(label: "calls_total", factory: registry).record(99)
        let text = registry.text()
        #expect(text.contains("# TYPE calls_total counter\ncalls_total 1\n"))
        #expect(!text.contains("99"))
        #expect(text.contains("arrived_metrics_dropped_series_total 2\n"))
    }

    @Test func numbersAreWrittenAsPrometheusReadsThem() {
        let values: [(String, Double)] = [
            ("inf", .infinity), ("neg", -.infinity), ("nan", .nan), ("big", 1e21), ("small", 0.00001), ("whole", -3),
        ]
        for (name, value) in values { Meter(label: name, factory: registry).set(value) }
        let lines = registry.text().split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("arrived") }
        #expect(lines == ["big 1e+21", "inf +Inf", "nan NaN", "neg -Inf", "small 1e-05", "whole -3"])
    }

    @Test func countsFromManyTasksAreNotLost() async {
        let counter = Counter(label: "calls_total", factory: registry)
        let wait = Recorder(label: "wait_seconds", factory: registry)
        await withTaskGroup { group in
            for _ in 1...8 {
                group.addTask {
                    for _ in 1...1000 {
                        counter.increment()
                        wait.record(1)
                    }
                }
            }
        }
        let text = registry.text()
        #expect(text.contains("\ncalls_total 8000\n"))
        #expect(text.contains("wait_seconds_sum 8000\nwait_seconds_count 8000\n"))
    }
}
