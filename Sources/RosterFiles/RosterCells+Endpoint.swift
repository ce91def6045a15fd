internal import DispatchStore
internal import WebhookDelivery

extension RosterCells {
    /// The longest wrong channel that is shown; a longer one may be a secret that slipped into the column.
    private static var shownChannelCharacters: Int { 20 }

    /// Where notices go; nil when somebody is to be rung by hand, or when something in it is wrong.
    func endpoint(_ columns: EndpointColumns<Column>, _ faults: inout LineFaults) -> EndpointRecord? {
        let before = faults.total
        let named = namedChannel(columns, &faults)
        let url = self[columns.endpoint]
        guard !url.isEmpty else {
            if !self[columns.secret].isEmpty {
                note(columns.secret, "must be empty when there is no endpoint", value: ShownValue.hidden, in: &faults)
            }
            return nil
        }
        if let complaint = EndpointURL.complaint(about: url) {
            note(columns.endpoint, complaint, value: ShownValue.ofURL(url), in: &faults)
        }
        guard faults.total == before else { return nil }
        let channel = channel(named, of: url, columns, &faults)
        let secret = secret(for: channel, columns, &faults)
        let signsAnswers = signsAnswers(columns, canSign: channel == .generic && secret != nil, &faults)
        guard faults.total == before else { return nil }
        return EndpointRecord(url: url, channel: channel.rawValue, secret: secret, signsAnswers: signsAnswers)
    }

    /// Whether answers must be signed, which only a machine with a secret can.
    private func signsAnswers(
        _ columns: EndpointColumns<Column>,
        canSign: Bool,
        _ faults: inout LineFaults
    ) -> Bool {
        switch self[columns.answers].lowercased() {
        case "": return false
        case "signed" where canSign: return true
        case "signed": note(columns.answers, "must be empty without a generic endpoint and its secret", in: &faults)
        case _: note(columns.answers, "must be signed or empty", in: &faults)
        }
        return false
    }

    /// The channel that stands in its column; nil when there is none, or a wrong one.
    private func namedChannel(_ columns: EndpointColumns<Column>, _ faults: inout LineFaults) -> Channel? {
        let word = self[columns.channel]
        guard !word.isEmpty else { return nil }
        if let channel = Channel(rawValue: word.lowercased()) { return channel }
        let isLong = word.unicodeScalars.count > Self.shownChannelCharacters
        let words = Channel.allCases.map(\.rawValue).joined(separator: ", ")
        note(
            columns.channel,
            "must be one of \(words); empty means what the endpoint is known for, else generic",
            value: isLong ? ShownValue.hidden : word,
            in: &faults
        )
        return nil
    }

    /// The named channel or the one that the URL is known for; the two must not contradict each other.
    private func channel(
        _ named: Channel?,
        of url: String,
        _ columns: EndpointColumns<Column>,
        _ faults: inout LineFaults
    ) -> Channel {
        let known = Channel.recognised(url)
        let channel = named ?? known ?? .generic
        if let known, known != channel {
            note(columns.channel, "must be \(known.rawValue) for this endpoint, or empty", in: &faults)
        } else if let complaint = channel.complaint(aboutURL: url) {
            note(columns.endpoint, complaint, value: ShownValue.ofURL(url), in: &faults)
        }
        return channel
    }

    /// What signs or opens the door at this channel; nil when there is none.
    private func secret(
        for channel: Channel,
        _ columns: EndpointColumns<Column>,
        _ faults: inout LineFaults
    ) -> String? {
        let value = self[columns.secret]
        guard !value.isEmpty else { return nil }
        switch EndpointSecret.read(value, for: channel) {
        case .success(let secret): return secret
        case .failure(let complaint):
            note(columns.secret, complaint.text, value: ShownValue.hidden, in: &faults)
            return nil
        }
    }
}
