internal import DispatchStore

extension RosterCells where Column: EndpointColumn {
    /// The only channel so far; the group robots of WeCom, DingTalk and Feishu have their own formats.
    private static var genericChannel: String { "generic" }
    /// The longest wrong channel that is shown; a longer one may be a secret that slipped into the column.
    private static var shownChannelCharacters: Int { 20 }

    /// Where notices go; nil when somebody is to be rung by hand, or when something in it is wrong.
    func endpoint(_ faults: inout LineFaults) -> EndpointRecord? {
        let before = faults.total
        checkChannel(&faults)
        let url = self[.endpoint]
        let secret = secret(&faults)
        guard !url.isEmpty else {
            if !self[.secret].isEmpty {
                note(.secret, "must be empty when there is no endpoint", value: ShownValue.hidden, in: &faults)
            }
            return nil
        }
        if let complaint = EndpointURL.complaint(about: url) {
            note(.endpoint, complaint, value: ShownValue.ofURL(url), in: &faults)
        }
        guard faults.total == before else { return nil }
        return EndpointRecord(url: url, channel: Self.genericChannel, secret: secret)
    }

    private func checkChannel(_ faults: inout LineFaults) {
        let channel = self[.channel]
        guard !channel.isEmpty, channel.lowercased() != Self.genericChannel else { return }
        let isLong = channel.unicodeScalars.count > Self.shownChannelCharacters
        note(
            .channel,
            "must be \(Self.genericChannel), or empty for it",
            value: isLong ? ShownValue.hidden : channel,
            in: &faults
        )
    }

    /// The signing secret with its prefix, so that one secret is written in one way; nil when there is none.
    private func secret(_ faults: inout LineFaults) -> String? {
        let value = self[.secret]
        guard !value.isEmpty else { return nil }
        let hasPrefix = value.hasPrefix(ShownValue.secretPrefix)
        let base64 = hasPrefix ? String(value.dropFirst(ShownValue.secretPrefix.count)) : value
        guard let count = Base64Length.decodedBytes(of: base64), ImportLimits.secretBytes.contains(count) else {
            note(
                .secret,
                "must be \(ShownValue.secretPrefix) and the base64 of \(ImportLimits.secretBytes.lowerBound) to"
                    + " \(ImportLimits.secretBytes.upperBound) random bytes",
                value: ShownValue.hidden,
                in: &faults
            )
            return nil
        }
        return ShownValue.secretPrefix + base64
    }
}
