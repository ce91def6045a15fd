import DispatchWire
import Foundation
import Testing

@testable import arrivectl

/// `arrivectl simulate`: no server, a table, JSON, a picture.
@Suite(.timeLimit(.minutes(2)))
struct SimulateCommandTests {
    private let small = ["simulate", "--requests", "10", "--policy", "value", "slots:2/20", "hindsight"]

    @Test func printsARowForEachPolicyAndTheSameTwice() async {
        let first = await Terminal().run(small, steps: [])
        #expect(first.code == 0)
        let lines = first.output.split(separator: "\n").map(String.init)
        #expect(
            lines.first?.hasPrefix("25,000 members, 10 % available, mean acceptance 45 %, 10 requests, seed 1") == true
        )
        #expect(lines.count == 5)
        for (line, name) in zip(lines.dropFirst(2), ["value", "slots:2/20", "hindsight"]) {
            #expect(line.hasPrefix("\(name) "))
        }
        #expect(first.errors.contains("slots:2/20, seed 1: done"))
        let second = await Terminal().run(small, steps: [])
        #expect(second.output == first.output)
    }

    @Test func printsJSONForPrograms() async throws {
        let outcome = await Terminal().run(small + ["--json", "--seed", "4", "--urgency", "routine"], steps: [])
        let json = try JSONValue(parsing: Array(outcome.output.utf8))
        #expect(json["world"]?["seed"]?.wholeNumber == 4)
        #expect(json["world"]?["urgency"]?.text == "routine")
        guard case .array(let policies) = json["policies"] else {
            Issue.record("no policies in \(outcome.output)")
            return
        }
        #expect(policies.map { $0["policy"]?.text } == ["value", "slots:2/20", "hindsight"])
        for policy in policies {
            for key in ["reached", "p50Seconds", "p90Seconds", "p99Seconds", "alerts", "going"] {
                #expect(policy[key] != nil, "\(key)")
            }
        }
    }

    @Test(arguments: [
        (["--policy", "best"], "“best”"), (["--available", "2"], "--available must be 0.001 to 1 and is 2"),
        (["--acceptance", "0"], "--acceptance must be 0.01 to 0.95 and is 0"),
        (["--requests", "0"], "--requests must be 1 to 1,000,000 and is 0"),
        (["--seeds", "0"], "--seeds must be 1 to 1,000 and is 0"), (["--urgency", "soon"], "soon"),
    ])
    func whatCannotBeIsRefused(options: [String], complaint: String) async {
        let outcome = await Terminal().run(["simulate"] + options, steps: [])
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(complaint))
        #expect(outcome.output == "")
    }

    @Test func drawsAPictureWithEveryPolicyInIt() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "plot-\(UUID().uuidString).svg").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // it harms no later test
        let outcome = await Terminal().run(small + ["--plot", path], steps: [])
        #expect(outcome.code == 0)
        let picture = try String(contentsOfFile: path, encoding: .utf8)
        for name in ["value", "slots:2/20", "hindsight"] { #expect(picture.contains(">\(name)"), "\(name)") }
        #expect(picture.contains("<polyline"))
        #expect(picture.hasSuffix("</svg>\n"))
    }

    @Test func aPictureThatCannotBeWrittenIsSaidBeforeTheWait() async {
        let outcome = await Terminal().run(small + ["--plot", "/nowhere/plot.svg"], steps: [])
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("/nowhere/plot.svg cannot be written"))
        #expect(!outcome.errors.contains("done"))
    }
}
