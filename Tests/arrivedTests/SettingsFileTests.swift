import Foundation
import Testing

@testable import arrived

struct SettingsFileTests {
    private func parse(_ text: String) throws -> [String: String] {
        try SettingsFile.parse(text, path: "county.yaml")
    }

    private func fault(_ text: String) -> String {
        do throws(SettingsFault) {
            return "taken: \(try SettingsFile.parse(text, path: "county.yaml"))"
        } catch {
            return error.description
        }
    }

    @Test func takesNestedAndDottedNames() throws {
        let expected = ["http.language": "en", "selection.initialOffers": "5", "store": "/a"]
        #expect(try parse("store: /a\nhttp:\n  language: en\nselection:\n  initialOffers: 5\n") == expected)
        #expect(try parse("store: /a\nhttp.language: en\nselection.initialOffers: 5\n") == expected)
        #expect(try parse("{store: /a, http: {language: en}, selection.initialOffers: 5}") == expected)
        #expect(try parse("selection: simple") == ["selection.rule": "simple"], "the rule alone, in short")
    }

    @Test func takesListsAndValuesAsTheyAreWritten() throws {
        #expect(
            try parse("delivery:\n  allowNetworks: [10.0.0.0/8, 'fd00::/8']\nhttp.trustedProxies: []\n")
                == ["delivery.allowNetworks": "10.0.0.0/8,fd00::/8", "http.trustedProxies": ""]
        )
        #expect(try parse("travel.roadFactor: 1.30") == ["travel.roadFactor": "1.30"])
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "store:\n", "store: null\n", "store: ~\nhttp:\n"])
    func whatIsNotGivenIsTheDefault(text: String) throws {
        #expect(try parse(text).isEmpty)
        #expect(try parse("store: 'null'") == ["store": "null"], "a text in quotes is one")
    }

    @Test(arguments: [
        ("selection.initalOffers: 5", "selection.initalOffers", "did you mean selection.initialOffers?"),
        ("http:\n  publicUrl: x", "http.publicUrl", "did you mean http.publicURL?"),
        ("log.levle: info", "log.levle", "did you mean log.level?"),
        ("initialOffers: 5", "initialOffers", "did you mean selection.initialOffers?"),
        ("logs:\n  level: info", "logs.level", "did you mean log.level?"),
        ("store.path: x", "store.path", "see the documented default file"),
        ("colour:", "colour", "see the documented default file"),
        ("http: 5", "http", "did you mean http.publicURL"),
        ("listen:\n  port: 5", "listen.port", "see the documented default file"),
    ])
    func anUnknownNameIsRefusedWithAHint(text: String, name: String, hint: String) {
        let fault = fault(text)
        #expect(fault.hasPrefix("configuration: \(name) in county.yaml is not known; "))
        #expect(fault.contains(hint))
    }

    @Test(arguments: [
        ("listen: a:1\nlisten: b:2", "county.yaml is not valid YAML: line 1: listen is given twice"),
        ("http:\n  language: en\nhttp.language: zh", "http.language is given twice in county.yaml"),
        ("store: [unclosed", "is not valid YAML: line 2, column 1: did not find expected ',' or ']'"),
        (
            "store: x\n\tlisten: y",
            "is not valid YAML: line 2, column 1: found a tab character that violates indentation"
        ),
        ("a: b: c", "is not valid YAML: line 1, column 5: mapping values are not allowed in this context"),
        ("just words", "county.yaml holds no settings"),
        ("- store\n- listen", "county.yaml holds no settings"), ("store: {}", ""),
        ("? [a]\n: b", "county.yaml has a name"),
        ("delivery.allowNetworks: [[a]]", "delivery.allowNetworks must be a list of plain words"),
        ("store: &a x\nlisten: *a", "listen"),
    ])
    func aFileThatIsNoneIsRefused(text: String, why: String) {
        let fault = fault(text)
        if !why.isEmpty { #expect(fault.contains(why)) }
        #expect(!fault.contains("\n"), "one line")
    }

    @Test func aFileThatCannotBeReadIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // only clutter is left if it fails
        let binary = folder.appendingPathComponent("binary.yaml")
        try Data([0xFF, 0xFE, 0x00]).write(to: binary)
        let large = folder.appendingPathComponent("large.yaml")
        try Data(repeating: 0x20, count: 1 << 21).write(to: large)
        for (path, why) in [
            (folder.appendingPathComponent("missing.yaml").path, "cannot be read"), (folder.path, "cannot be read"),
            (binary.path, "is not UTF-8"), (large.path, "is larger than 1048576 bytes"),
        ] {
            do throws(SettingsFault) {
                _ = try SettingsFile.read(path)
                Issue.record("\(path) was read")
            } catch {
                #expect(error.description.hasPrefix("configuration: \(path) \(why)"))
            }
        }
    }
}
