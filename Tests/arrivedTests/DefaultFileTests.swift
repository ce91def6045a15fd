import Foundation
import Testing

@testable import arrived

/// The documented file that comes with the program.
struct DefaultFileTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("deploy/arrived.yaml").path

    private func text() throws -> String {
        try String(contentsOfFile: Self.path, encoding: .utf8)
    }

    @Test func givesTheDefaults() throws {
        let file = try SettingsFile.read(Self.path)
        let written = try Settings(flags: [:], file: file, environment: [:])
        let defaults = try Settings(flags: [:], file: [:], environment: [:])
        for (one, other) in zip(written.effective, defaults.effective) {
            #expect(one.value == other.value, "\(one.key.rawValue)")
            #expect(one.source == (other.value == nil ? "default" : "file"), "\(one.key.rawValue)")
        }
        #expect(written.policy == defaults.policy)
    }

    @Test func namesEverySettingExactlyOnce() throws {
        var names: [String] = []
        var group = ""
        for line in try text().split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let isIndented = line.hasPrefix("  ")
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            guard isIndented || !parts[1].isEmpty else {
                group = name
                continue
            }
            names.append(isIndented ? "\(group).\(name)" : name)
        }
        #expect(names.sorted() == SettingsKey.allCases.map(\.rawValue).sorted())
    }

    /// Speeds and offer lives share the comment above the first of them.
    @Test func everySettingHasItsRangeBesideIt() throws {
        var comment = ""
        var isFresh = true
        for line in try text().split(separator: "\n") {
            let content = line.trimmingCharacters(in: .whitespaces)
            if content.hasPrefix("#") {
                comment = isFresh ? content : comment + content
                isFresh = false
                continue
            }
            isFresh = true
            let name = content.prefix { $0 != ":" }
            guard let key = SettingsKey.allCases.first(where: { $0.rawValue.split(separator: ".").last == name }) else {
                continue
            }
            switch key.form {
            case .integer(let range):
                #expect(comment.contains("\(range.lowerBound) to \(range.upperBound)."), "\(name)")
            case .number(let range):
                let bounds = [range.lowerBound, range.upperBound].map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
                #expect(comment.contains("\(bounds[0]) to \(bounds[1])."), "\(name)")
            case .choice(let words): for word in words { #expect(comment.contains(word), "\(name)") }
            case .list: #expect(comment.contains("list of networks"), "\(name)")
            case .text: #expect(!comment.isEmpty, "\(name)")
            }
        }
    }
}
