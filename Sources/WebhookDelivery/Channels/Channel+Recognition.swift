extension Channel {
    /// Whose URL this is, told by its host alone; nil when the host belongs to none of the platforms.
    ///
    /// A platform's own host is enough, so that a URL that was copied by half is not taken for a generic endpoint, whose
    /// every 2xx would count as sent. Installations of one's own have other hosts: for them the channel must be named.
    package static func recognised(_ url: String) -> Channel? {
        guard let parts = Parts(url) else { return nil }
        return allCases.first { $0.hosts.contains(parts.host) }
    }

    /// What is wrong with the URL for this channel and what would be right; nil when it is right.
    ///
    /// The URL is taken to be one that HTTP clients agree on. Of hosts that are not the platform's own, nothing is known; to
    /// those that are, the robot's key goes encrypted.
    package func complaint(aboutURL url: String) -> String? {
        guard let parts = Parts(url) else { return "must begin with http:// or https:// and name a host" }
        if let other = Channel.recognised(url), other != self {
            return "belongs to \(other.rawValue), not to \(rawValue)"
        }
        if self == .ntfy, NtfyAddress(url) == nil { return "must end with one topic, as in \(example)" }
        guard hosts.contains(parts.host) else { return nil }
        return parts.isEncrypted && hasForm(parts) ? nil : "must look like \(example)"
    }

    private var hosts: [String] {
        switch self {
        case .generic: []
        case .wecom: ["qyapi.weixin.qq.com"]
        case .dingtalk: ["oapi.dingtalk.com"]
        case .feishu: ["open.feishu.cn", "open.larksuite.com"]
        case .ntfy: ["ntfy.sh"]
        }
    }

    private var example: String {
        switch self {
        case .generic: "https://host/path"
        case .wecom: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"
        case .dingtalk: "https://oapi.dingtalk.com/robot/send?access_token=…"
        case .feishu: "https://open.feishu.cn/open-apis/bot/v2/hook/…"
        case .ntfy: "https://ntfy.sh/topic"
        }
    }

    private func hasForm(_ parts: Parts) -> Bool {
        switch self {
        case .generic, .ntfy: true
        case .wecom:
            parts.path.hasPrefix("/cgi-bin/webhook/send") && parts.hasValue("key")
        case .dingtalk:
            parts.path.hasPrefix("/robot/send") && parts.hasValue("access_token")
        case .feishu:
            parts.path.hasPrefix("/open-apis/bot/v2/hook/")
                && !parts.path.dropFirst("/open-apis/bot/v2/hook/".count).isEmpty
        }
    }

    /// The parts of a URL that tell platforms apart.
    private struct Parts {
        /// In lower case, without port and without a dot at the end.
        let host: String
        let path: String
        let isEncrypted: Bool
        private let query: String

        init?(_ url: String) {
            let lowered = url.lowercased()
            guard let scheme = ["https://", "http://"].first(where: { lowered.hasPrefix($0) }) else { return nil }
            isEncrypted = scheme == "https://"
            let rest = url.dropFirst(scheme.count).prefix { $0 != "#" }
            var host = rest.prefix { !"/?:".contains($0) }.lowercased()
            if host.hasSuffix(".") { host.removeLast() }
            guard !host.isEmpty else { return nil }
            self.host = host
            let target = rest.drop { !"/?".contains($0) }
            path = String(target.prefix { $0 != "?" })
            query = String(target.drop { $0 != "?" }.dropFirst())
        }

        func hasValue(_ name: String) -> Bool {
            query.split(separator: "&").contains { $0.hasPrefix("\(name)=") && $0.count > name.count + 1 }
        }
    }
}
