import Foundation
import Testing

extension EndToEndTests {
    private static let rules = Tool.project.appending(path: "deploy/prometheus/alerts.yml")
    private static let guide = Tool.project.appending(path: "docs/operations.md")

    /// Name and type of every metric of the daemon's text.
    private func metrics(of county: TestCounty) async throws -> (text: String, types: [String: String]) {
        let answer = try await county.client.get("/metrics")
        #expect(answer.status == 200)
        let text = String(decoding: answer.body, as: UTF8.self)
        let pairs = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { line in
            let words = line.split(separator: " ")
            return (String(words[2]), String(words[3]))
        }
        return (text, Dictionary(uniqueKeysWithValues: pairs))
    }

    @Test func everyMetricIsDescribedAndEveryAlertLooksAtSomeThatAreThere() async throws {
        let alerts = try String(contentsOf: Self.rules, encoding: .utf8)
        let guide = try String(contentsOf: Self.guide, encoding: .utf8)
        let exposed = try await TestCounty.with { try await metrics(of: $0).types }

        let described = guide.matches(of: #/\| `(?<name>[a-z_]+)` \| (?<type>counter|gauge|histogram) \|/#)
            .map { (String($0.output.name), String($0.output.type)) }
        let names = described.map(\.0)
        #expect(names == names.sorted() && Set(names).count == names.count, "each once, in the order of their names")
        #expect(Set(names) == Set(exposed.keys))
        for (name, type) in described where exposed[name] != nil { #expect(exposed[name] == type, "\(name)") }

        let watched = Set(
            alerts.split(separator: "\n").filter { $0.contains(#/^ +expr: /#) }
                .flatMap { $0.matches(of: #/\b(?:arrived|process)_[a-z_]+\b/#) }.map { String($0.output) }
        )
        #expect(watched.count > 10)
        #expect(watched.isSubset(of: exposed.keys), "\(watched.subtracting(exposed.keys))")

        // The guide has a heading for each, and none for another.
        let alertNames = alerts.matches(of: #/- alert: (\w+)/#).map { String($0.output.1) }
        let headings = guide.matches(of: #/### (Arrived\w+)\n/#).map { String($0.output.1) }
        #expect(headings == alertNames)
        let links = alerts.matches(of: ##/runbook: docs\/operations.md#(\w+)/##).map { String($0.output.1) }
        #expect(links == alertNames.map { $0.lowercased() })
    }

    @Test(.enabled(if: Tool.promtool.isThere, "needs promtool, which scripts/prepare unpacks on Debian"))
    func alertsFireWhenTheyShouldAndNoSooner() async throws {
        let promtool = try #require(Tool.promtool.path)
        let tests = Self.rules.deletingLastPathComponent().appending(path: "alerts_test.yml").path
        for arguments in [["check", "rules", Self.rules.path], ["test", "rules", tests]] {
            let result = try await TestCounty.run(promtool, arguments)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
        // Each has a case in which it fires and one in which it does not.
        let cases = try String(contentsOfFile: tests, encoding: .utf8)
        for name in try String(contentsOf: Self.rules, encoding: .utf8).matches(of: #/- alert: (\w+)/#).map(\.output.1)
        {
            #expect(
                cases.contains("- name: \(name) fires\n") && cases.contains("- name: \(name) stays quiet\n"),
                "\(name)"
            )
        }
    }

    @Test(.enabled(if: Tool.promtool.isThere, "needs promtool, which scripts/prepare unpacks on Debian"))
    func prometheusReadsTheMetricsOfARunningDaemon() async throws {
        let promtool = try #require(Tool.promtool.path)
        try await TestCounty.with { county in
            let text = try await metrics(of: county).text
            let file = try county.folder.write(text, to: "metrics.txt")
            let result = try await TestCounty.run(
                "/bin/sh",
                ["-c", #""$0" check metrics < "$1""#, promtool, file]
            )
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            // What is known from the first moment has its value, not a 0 that would raise an alert.
            let lines = text.split(separator: "\n")
            #expect(lines.contains("arrived_disk_reserve_held 1"))
            #expect(lines.contains { $0.contains(#/^arrived_build_info\{version="[0-9.]+"\} 1$/#) })
            for name in ["process_start_time_seconds", "process_open_fds", "process_resident_memory_bytes"] {
                let value = lines.first { $0.hasPrefix("\(name) ") }?.split(separator: " ").last.flatMap { Double($0) }
                #expect((value ?? 0) > 1, "\(name)")
            }
        }
    }
}
