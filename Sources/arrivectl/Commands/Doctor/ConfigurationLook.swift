import DispatchWire
import Foundation
import Glibc

/// What the server's own program says of its configuration.
struct ConfigurationLook {
    /// Where the package puts it.
    static let standardPath = "/etc/arrived/arrived.yaml"

    let finding: FindingView
    /// The settings that count, by name; without those that are not set.
    let values: [String: String]

    /// - Parameter path: As given on the command line.
    static func perform(_ path: String?) async -> ConfigurationLook {
        let file = path ?? (unsafe access(standardPath, F_OK) == 0 ? standardPath : nil)
        let arguments = (file.map { ["--config", $0] } ?? []) + ["--print-config"]
        let subject = "configuration"
        guard let program = Program.sibling("arrived"), let outcome = await Program.run(program, arguments) else {
            let finding = FindingView(
                subject,
                .warning,
                "not looked at: the program arrived is not beside arrivectl",
                advice: "install both from one package"
            )
            return ConfigurationLook(finding: finding, values: [:])
        }
        guard outcome.status == 0 else {
            let line = outcome.errors.split(whereSeparator: \.isNewline).joined(separator: " ")
            let finding = FindingView(subject, .failure, line, advice: "mend it: the next start is refused")
            return ConfigurationLook(finding: finding, values: [:])
        }
        let values = values(outcome.output)
        let name = file ?? "no file: defaults and environment"
        guard values["http.publicURL"] != nil else {
            let finding = FindingView(
                subject,
                .warning,
                "http.publicURL is not set (\(name)): links in messages may lead to this machine alone",
                advice: "set it to where members reach the server"
            )
            return ConfigurationLook(finding: finding, values: values)
        }
        return ConfigurationLook(finding: FindingView(subject, .ok, "it can be used (\(name))"), values: values)
    }

    /// Reads `name: value  # source` lines; a value in quotes has `\"` and `\\` in it.
    static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.range(of: ": "), let source = line.range(of: "  # ", options: .backwards),
                colon.upperBound <= source.lowerBound
            else { continue }
            var value = String(line[colon.upperBound..<source.lowerBound])
            if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 {
                value = String(value.dropFirst().dropLast())
                value = value.replacingOccurrences(of: "\\\"", with: "\"").replacingOccurrences(of: "\\\\", with: "\\")
                if value.isEmpty { continue }
            } else if value == "null" {
                continue
            }
            values[String(line[..<colon.lowerBound])] = value
        }
        return values
    }
}
