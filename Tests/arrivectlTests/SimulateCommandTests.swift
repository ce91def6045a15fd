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

    private static let villages = """
        code,name,township_code,township,latitude,longitude,crs
        900001,东测试村,9000,测试镇,36.90,115.20,
        900002,西测试村,9000,测试镇,36.92,115.22,GCJ-02

        """
    private static let memberHeader =
        "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret,capacity"

    /// Members in turn of one village and the other; those from `firstWithout` on have a phone only.
    private static func members(_ count: Int, firstWithout: Int = .max) -> String {
        let rows = (0..<count).map { number in
            "M\(number),测试\(number),000-\(10_000 + number),\(number % 2 == 0 ? "900001" : "900002"),,,,,first-aid,ebike,"
                + (number < firstWithout ? "generic,http://127.0.0.1:9/\(number)" : ",") + ",,2"
        }
        return ([memberHeader] + rows).joined(separator: "\n") + "\n"
    }

    @Test func playsTheCountyOfAFolderAndTheSameTwice() async throws {
        let files = ["villages.csv": Self.villages, "members.csv": Self.members(60, firstWithout: 50)]
        try await withTemporaryFolder(files) { folder in
            let words = small + ["--county", folder, "--available", "0.5"]
            let first = await Terminal().run(words, steps: [])
            #expect(first.code == 0, "\(first.errors)")
            let name = try #require(folder.split(separator: "/").last)
            let start = "imported from \(name), 2 villages, 60 members (10 without endpoint), 50 % available, mean"
            #expect(first.output.hasPrefix(start), "\(first.output)")
            let second = await Terminal().run(words, steps: [])
            #expect(second.output == first.output)
            let other = await Terminal().run(words + ["--seed", "2"], steps: [])
            #expect(other.output.split(separator: "\n").dropFirst() != first.output.split(separator: "\n").dropFirst())
        }
    }

    @Test func saysInJSONWhoseCountyItWas() async throws {
        let files = ["villages.csv": Self.villages, "members.csv": Self.members(20)]
        try await withTemporaryFolder(files) { folder in
            let outcome = await Terminal().run(small + ["--county", folder + "/", "--json"], steps: [])
            let imported = try JSONValue(parsing: Array(outcome.output.utf8))["world"]?["imported"]
            #expect(imported?["folder"]?.text == folder.split(separator: "/").last.map(String.init))
            #expect(imported?["villages"]?.wholeNumber == 2)
            #expect(imported?["members"]?.wholeNumber == 20)
            #expect(imported?["withoutEndpoint"]?.wholeNumber == 0)
        }
        let invented = await Terminal().run(small + ["--json"], steps: [])
        let world = try JSONValue(parsing: Array(invented.output.utf8))["world"]
        #expect(world != nil && world?["imported"] == nil)
    }

    @Test func aPictureSaysWhoseCountyItWas() async throws {
        let files = ["villages.csv": Self.villages, "members.csv": Self.members(20)]
        try await withTemporaryFolder(files) { folder in
            let outcome = await Terminal().run(small + ["--county", folder, "--plot", folder + "/plot.svg"], steps: [])
            #expect(outcome.code == 0, "\(outcome.errors)")
            let picture = try String(contentsOfFile: folder + "/plot.svg", encoding: .utf8)
            #expect(picture.contains(", 2 villages, 20 members</text>"))
            #expect(picture.contains(">10 % available, mean acceptance 45 %, 10 requests, seed 1, immediate</text>"))
        }
    }

    @Test func membersWithoutAnEndpointAreNeverAlerted() async throws {
        let files = ["villages.csv": Self.villages, "members.csv": Self.members(30, firstWithout: 0)]
        try await withTemporaryFolder(files) { folder in
            let words = [
                "simulate", "--requests", "5", "--available", "1", "--json", "--county", folder, "--policy", "value",
                "slots:3/30", "broadcast:100/2000", "hindsight",
            ]
            let outcome = await Terminal().run(words, steps: [])
            guard case .array(let policies) = try JSONValue(parsing: Array(outcome.output.utf8))["policies"] else {
                Issue.record("no policies in \(outcome.output)")
                return
            }
            #expect(policies.count == 4)
            for policy in policies {
                #expect(policy["alerts"]?.wholeNumber == 0, "\(policy)")
                #expect(policy["reached"]?.wholeNumber == 0, "\(policy)")
            }
        }
    }

    @Test func aCountyThatIsNotThereIsSaidInOneLine() async throws {
        let nowhere = await Terminal().run(small + ["--county", "/nowhere"], steps: [])
        #expect(
            nowhere
                == .init(
                    code: 66,
                    output: "",
                    errors: "arrivectl: /nowhere cannot be read: No such file or directory\n"
                )
        )
        try await withTemporaryFolder(["villages.csv": Self.villages]) { folder in
            let missing = "arrivectl: \(folder)/members.csv cannot be read: No such file or directory\n"
            let incomplete = await Terminal().run(small + ["--county", folder], steps: [])
            #expect(incomplete == .init(code: 66, output: "", errors: missing))
            let file = await Terminal().run(small + ["--county", folder + "/villages.csv"], steps: [])
            #expect(file == .init(code: 66, output: "", errors: "arrivectl: \(folder)/villages.csv is not a folder\n"))
        }
    }

    @Test func faultsOfACountyAreListedLineByLine() async throws {
        let faulty =
            Self.members(2) + "M2,测试2,000-10002,900003,,,,,,rocket,generic,http://127.0.0.1:9/,,\nM3,测试3\n"
            + (4..<120).map { "M\($0),,000-10002,900001,,,,,,,,,,\n" }.joined()
        try await withTemporaryFolder(["villages.csv": Self.villages, "members.csv": faulty]) { folder in
            let outcome = await Terminal().run(small + ["--county", folder], steps: [])
            #expect(outcome.code == 1)
            #expect(outcome.output == "")
            let lines = outcome.errors.split(separator: "\n").map(String.init)
            #expect(lines.count == 102)
            #expect(
                lines.first
                    == #"line 4, column village_code: "900003": no village has this code; near it are "#
                    + "900001 (东测试村, 测试镇), 900002 (西测试村, 测试镇)"
            )
            #expect(
                lines.dropFirst().first
                    == #"line 4, column transport: "rocket": must be one of walk, bicycle, ebike, car; empty means walk"#
            )
            #expect(
                lines.dropFirst(2).first == "line 5: has 2 values where the header has 14; is a comma missing?"
            )
            #expect(
                lines.suffix(2) == [
                    "… and 19 more", "arrivectl: \(folder)/members.csv has 119 faults; nothing was simulated",
                ]
            )
        }
    }

    @Test(arguments: [
        (memberHeader + "\n", ": the file has a header and no row below it"),
        ("", ": the file is empty; the first row must be the header"),
        ("id,name\nM1,测试\n", ", line 1: the header lacks phone, village_code,"),
    ])
    func aCountyNeedsMembers(text: String, complaint: String) async throws {
        try await withTemporaryFolder(["villages.csv": Self.villages, "members.csv": text]) { folder in
            let outcome = await Terminal().run(small + ["--county", folder], steps: [])
            #expect(outcome.code == 1)
            #expect(outcome.errors.hasPrefix("arrivectl: \(folder)/members.csv\(complaint)"), "\(outcome.errors)")
        }
    }
}
