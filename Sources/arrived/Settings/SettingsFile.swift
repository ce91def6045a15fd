import Foundation
import Yams

/// The YAML file as flat names and texts.
enum SettingsFile {
    /// A configuration is a page or two; a larger file is the wrong one.
    private static let sizeLimitBytes = 1 << 20

    /// Reads the file; refuses names that do not exist, so that a slip of the pen is not silently a default.
    static func read(_ path: String) throws(SettingsFault) -> [String: String] {
        let url = URL(fileURLWithPath: path)
        let text: String
        do {
            let data = try Data(contentsOf: url)
            guard data.count <= sizeLimitBytes else {
                throw SettingsFault(key: path, value: nil, expected: "is larger than \(sizeLimitBytes) bytes")
            }
            guard let decoded = String(data: data, encoding: .utf8) else {
                throw SettingsFault(key: path, value: nil, expected: "is not UTF-8")
            }
            text = decoded
        } catch let fault as SettingsFault {
            throw fault
        } catch {
            throw SettingsFault(key: path, value: nil, expected: "cannot be read: \(error.localizedDescription)")
        }
        return try parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws(SettingsFault) -> [String: String] {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw SettingsFault(key: path, value: nil, expected: "is not valid YAML: \(cause(error))")
        }
        var values: [String: String] = [:]
        if let node { try flatten(node, name: "", path: path, into: &values) }
        return values
    }

    /// Where the parser stopped and why, on one line.
    private static func cause(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let names, let context):
            "line \(context.mark.line): \(names.joined(separator: ", ")) is given twice"
        case _:
            "\(error)".split(separator: "\n").joined(separator: " ")
        }
    }

    private static func flatten(
        _ node: Node,
        name: String,
        path: String,
        into values: inout [String: String]
    ) throws(SettingsFault) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let part = key.string else {
                    throw SettingsFault(
                        key: path,
                        value: nil,
                        expected: "has a name that is not a text under “\(name)”"
                    )
                }
                try flatten(value, name: name.isEmpty ? part : "\(name).\(part)", path: path, into: &values)
            }
        case .scalar(let scalar):
            // `store: null` is how a setting without a value is printed, and says as much.
            // In quotes it would be a text.
            if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) {
                // An empty file, or a group with nothing in it.
                let isGroup =
                    name == CategorySettings.group
                    || SettingsKey.allCases.contains { $0.rawValue.hasPrefix("\(name).") }
                if !name.isEmpty, !isGroup { try check(name, path) }
                return
            }
            try set(name, scalar.string, path, &values)
        case .sequence(let sequence):
            let items = sequence.compactMap(\.string)
            guard items.count == sequence.count, items.allSatisfy({ !$0.contains(",") }) else {
                throw SettingsFault(key: name, value: nil, expected: "must be a list of plain words")
            }
            try set(name, items.joined(separator: ","), path, &values)
        case .alias:
            throw SettingsFault(key: name, value: nil, expected: "is an alias, which is not supported here")
        }
    }

    private static func set(
        _ name: String,
        _ value: String,
        _ path: String,
        _ values: inout [String: String]
    ) throws(SettingsFault) {
        guard !name.isEmpty else {
            throw SettingsFault(key: path, value: nil, expected: "holds no settings, such as “log.level: info”")
        }
        // The rule alone may be named in short.
        let name = name == "selection" ? SettingsKey.selectionRule.rawValue : name
        try check(name, path)
        guard values.updateValue(value, forKey: name) == nil else {
            throw SettingsFault(key: name, value: nil, expected: "is given twice in \(path)")
        }
    }

    /// Refuses a name that is none, with those that could have been meant.
    private static func check(_ name: String, _ path: String) throws(SettingsFault) {
        guard SettingsKey(rawValue: name) == nil else { return }
        if name.hasPrefix("\(CategorySettings.group).") { return try CategorySettings.check(name) }
        let meant = SettingsKey.allCases.map(\.rawValue).filter { known in
            known.hasSuffix(".\(name)") || known.hasPrefix(name) || isSlip(of: known, name)
        }
        let hint = meant.isEmpty ? "see the documented default file" : "did you mean \(meant.joined(separator: ", "))?"
        throw SettingsFault(key: name, value: nil, expected: "in \(path) is not known; \(hint)")
    }

    /// Whether two names differ in their capitals alone, by one letter more, less or other, or by two that changed places.
    private static func isSlip(of known: String, _ name: String) -> Bool {
        let known = Array(known.lowercased())
        let name = Array(name.lowercased())
        guard abs(known.count - name.count) <= 1 else { return false }
        let head = zip(known, name).prefix { $0 == $1 }.count
        let tail = zip(known.reversed(), name.reversed()).prefix { $0 == $1 }.count
        let isSwap = known.count == name.count && known.count - head - tail == 2 && known.sorted() == name.sorted()
        return max(known.count, name.count) - head - tail <= 1 || isSwap
    }
}
