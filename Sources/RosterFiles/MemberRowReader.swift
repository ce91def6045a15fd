internal import DispatchCore
internal import DispatchStore
internal import WebhookDelivery

/// Reads members.
///
/// A phone may be missing when there is an endpoint, and an endpoint when there is a phone; without both, nobody could
/// ever reach the member.
struct MemberRowReader: RosterRowReader {
    private let knowledge: ImportKnowledge
    private var firstLines = FirstLines()
    private var vocabulary = CapabilityVocabulary()
    private var hasTooManyWords = false

    init(knowledge: ImportKnowledge) {
        self.knowledge = knowledge
    }

    mutating func record(of cells: RosterCells<MemberColumn>, _ faults: inout LineFaults) -> MemberRecord? {
        let before = faults.total
        let id = cells.identifier(.id, &faults)
        firstLines.take(id, .id, of: cells, &faults)
        let name = cells.requiredText(.name, limitCharacters: ImportLimits.nameCharacters, &faults)
        let phone = cells.phone(.phone, &faults)
        let village = knowledge.village(.villageCode, of: cells, &faults)
        let branch = cells.text(.branch, limitCharacters: ImportLimits.nameCharacters, &faults)
        let home = cells.place(.near(village), &faults)
        let capabilities = capabilities(of: cells, &faults)
        let transport = transport(of: cells, &faults)
        let endpoint = cells.endpoint(.first, &faults)
        let fallback = cells.endpoint(.fallback, &faults)
        let capacity = capacity(of: cells, &faults)
        let quietHours = quietHours(of: cells, &faults)
        let exempt = exemptCategories(of: cells, &faults)
        if phone.isEmpty, cells[.endpoint].isEmpty {
            cells.note(.phone, "must be given when there is no endpoint", in: &faults)
        }
        if [endpoint, fallback].contains(where: isGroup), !PhoneNumber.canTell(phone) {
            cells.note(
                .phone,
                "must be given with a group's robot: its last four digits tell the members of a group apart",
                value: ShownValue.hidden,
                in: &faults
            )
        }
        let channels = [endpoint, fallback].compactMap { $0.flatMap { Channel(rawValue: $0.channel) } }
        if [endpoint, fallback].contains(where: { $0?.signsAnswers ?? false }),
            channels.contains(where: { $0 != .generic })
        {
            cells.note(.answers, "must be empty while the member's other endpoint is one that people read", in: &faults)
        }
        if !cells[.fallbackEndpoint].isEmpty, cells[.endpoint].isEmpty || fallback?.url == endpoint?.url {
            cells.note(
                .fallbackEndpoint,
                "must be empty, or another than the endpoint",
                value: ShownValue.hidden,
                in: &faults
            )
        }
        guard faults.total == before, let village, let transport else { return nil }
        return MemberRecord(
            id: MemberID(id),
            name: name,
            phone: phone,
            villageCode: village.code,
            branch: branch.isEmpty ? nil : branch,
            home: home,
            capabilities: capabilities,
            transport: transport,
            endpoint: endpoint,
            fallback: fallback,
            capacity: capacity,
            quietHours: quietHours,
            exemptCategories: exempt
        )
    }

    private func isGroup(_ endpoint: EndpointRecord?) -> Bool {
        endpoint.flatMap { Channel(rawValue: $0.channel) }?.isGroup ?? false
    }

    /// Sorted, each once.
    private func exemptCategories(of cells: RosterCells<MemberColumn>, _ faults: inout LineFaults) -> [String] {
        let words = Set(cells[.exempt].listed.map(\.asciiLowercased)).sorted()
        if let known = knowledge.categories {
            for word in words where !known.contains(word) {
                cells.note(.exempt, "must name categories: \(known.joined(separator: ", "))", value: word, in: &faults)
            }
        }
        return words
    }

    private func capacity(of cells: RosterCells<MemberColumn>, _ faults: inout LineFaults) -> Int {
        let text = cells[.capacity]
        guard !text.isEmpty else { return 1 }
        guard let number = Int(text), (1...Member.capacityLimit).contains(number) else {
            let limit = Member.capacityLimit
            cells.note(.capacity, "must be a whole number from 1 to \(limit); empty means 1", in: &faults)
            return 1
        }
        return number
    }

    private func quietHours(of cells: RosterCells<MemberColumn>, _ faults: inout LineFaults) -> QuietHours? {
        let text = cells[.quietHours]
        guard !text.isEmpty else { return nil }
        let hours = QuietHours(text: text)
        if hours == nil { cells.note(.quietHours, "must be like 22:00-06:00; empty means none", in: &faults) }
        return hours
    }

    private func transport(of cells: RosterCells<MemberColumn>, _ faults: inout LineFaults) -> Transport? {
        let word = cells[.transport].lowercased()
        guard !word.isEmpty else { return .walk }
        guard let transport = Transport(rawValue: word) else {
            let words = Transport.allCases.map(\.rawValue).joined(separator: ", ")
            cells.note(.transport, "must be one of \(words); empty means walk", in: &faults)
            return nil
        }
        return transport
    }

    /// Sorted, each word once, with the letters A to Z made small.
    private mutating func capabilities(
        of cells: RosterCells<MemberColumn>,
        _ faults: inout LineFaults
    ) -> [String] {
        let words = Set(cells[.capabilities].listed.map(\.asciiLowercased)).sorted()
        let limit = CapabilityVocabulary.wordLengthLimitCharacters
        for word in words {
            if word.unicodeScalars.count > limit {
                let value = word
                cells.note(.capabilities, "a word must have at most \(limit) characters", value: value, in: &faults)
            } else if word.contains(where: { ",，、".contains($0) }) {
                cells.note(.capabilities, "words must be separated by semicolons", value: word, in: &faults)
            } else if word.unicodeScalars.contains(where: \.isUnprintable) {
                cells.note(.capabilities, "a word must not hold invisible characters", value: word, in: &faults)
            } else if vocabulary.intern([word]) == nil, !hasTooManyWords {
                // Told once: every further new word would be the same fault.
                hasTooManyWords = true
                cells.note(
                    .capabilities,
                    "is one word too many: all members together must use at most \(CapabilityVocabulary.wordLimit)"
                        + " different ones",
                    value: word,
                    in: &faults
                )
            }
        }
        return words
    }
}

extension String {
    /// With A to Z made small and everything else as it is.
    fileprivate var asciiLowercased: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0 }
            )
        )
    }
}
