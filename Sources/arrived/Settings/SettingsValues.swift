import CurlTransport
import DispatchHTTP
import Foundation

/// Texts on their way to being settings.
struct SettingsValues {
    private let values: [SettingsKey: String?]

    init(_ values: [SettingsKey: String?]) {
        self.values = values
    }

    func text(_ key: SettingsKey) -> String? {
        values[key].flatMap { $0 }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func choice(_ key: SettingsKey) throws(SettingsFault) -> String {
        guard case .choice(let words) = key.form else { preconditionFailure("\(key) is no choice") }
        let value = text(key) ?? ""
        guard words.contains(value) else { throw fault(key, "one of \(words.joined(separator: ", "))") }
        return value
    }

    func integer(_ key: SettingsKey) throws(SettingsFault) -> Int {
        guard case .integer(let range) = key.form else { preconditionFailure("\(key) is no whole number") }
        guard let value = text(key).flatMap({ Int($0) }), range.contains(value) else {
            throw fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func number(_ key: SettingsKey) throws(SettingsFault) -> Double {
        guard case .number(let range) = key.form else { preconditionFailure("\(key) is no number") }
        guard let value = text(key).flatMap({ Double($0) }), range.contains(value) else {
            throw fault(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// `HOST:PORT`, with an IPv6 host in brackets.
    func address(_ key: SettingsKey) throws(SettingsFault) -> (host: String, port: Int) {
        let text = text(key) ?? ""
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw fault(key, "HOST:PORT, such as 127.0.0.1:7878") }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { throw fault(key, "HOST:PORT, such as 127.0.0.1:7878") }
        return (host, port)
    }

    /// An http or https address without a slash at its end.
    func webAddress(_ key: SettingsKey) throws(SettingsFault) -> String? {
        guard let text = text(key) else { return nil }
        guard let url = URL(string: text), url.scheme == "https" || url.scheme == "http", url.host != nil,
            url.query == nil, url.fragment == nil
        else { throw fault(key, "an address such as https://arrived.example.cn") }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    func networks(_ key: SettingsKey) throws(SettingsFault) -> [Network] {
        var networks: [Network] = []
        for word in words(key) {
            do throws(NetworkFault) {
                networks.append(try Network(cidr: word))
            } catch {
                throw SettingsFault(key: key.rawValue, value: word, expected: "a network such as 10.20.0.0/16")
            }
        }
        return networks
    }

    func proxies(_ key: SettingsKey) throws(SettingsFault) -> TrustedProxies {
        let networks = try networks(key)
        return TrustedProxies { text in
            IPAddress(text).map { address in networks.contains { $0.contains(address) } } ?? false
        }
    }

    private func words(_ key: SettingsKey) -> [String] {
        (text(key) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private func fault(_ key: SettingsKey, _ expected: String) -> SettingsFault {
        SettingsFault(key: key.rawValue, value: text(key) ?? "", expected: expected)
    }
}
