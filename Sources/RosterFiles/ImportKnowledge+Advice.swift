internal import DispatchCore

extension ImportKnowledge {
    /// The village a row names by its code, or nil with a fault that tells which may be meant.
    func village<Column>(
        _ column: Column,
        of cells: RosterCells<Column>,
        _ faults: inout LineFaults
    ) -> Village? {
        let code = cells.identifier(column, &faults)
        guard !code.isEmpty else { return nil }
        guard let village = villages[code] else {
            cells.note(column, unknownVillageAdvice(code), in: &faults)
            return nil
        }
        return village
    }

    /// What would be right in place of a code that no village has.
    private func unknownVillageAdvice(_ text: String) -> String {
        guard !villages.isEmpty else { return "no village is known yet; import the villages first" }
        let named = villages.values.filter { $0.name == text || $0.name + "村" == text || $0.name == text + "村" }
        guard named.isEmpty else {
            return "must be the village's code, not its name: " + Self.told(named)
        }
        let near = nearest(to: text, among: villages.keys).compactMap { villages[$0] }
        return near.isEmpty ? "no village has this code" : "no village has this code; near it are " + Self.told(near)
    }

    func unknownMemberAdvice(_ id: MemberID) -> String {
        guard !memberIDs.isEmpty else { return "no member is known yet; import the members first" }
        let near = nearest(to: id.text, among: memberIDs.lazy.map(\.text))
        return near.isEmpty
            ? "no member has this id" : "no member has this id; near it are " + near.joined(separator: ", ")
    }

    /// The few texts that differ least, by at most two characters; in an order that is the same in every run.
    private func nearest(to text: String, among others: some Sequence<String>) -> [String] {
        let limit = min(2, text.unicodeScalars.count - 1)
        let found = others.compactMap { other in
            EditDistance.distance(from: text, to: other, limit: limit).map { (distance: $0, text: other) }
        }
        return found.sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }
            .prefix(ImportLimits.suggestions)
            .map(\.text)
    }

    private static func told(_ villages: [Village]) -> String {
        let sorted = villages.sorted { $0.code < $1.code }
        return sorted.prefix(ImportLimits.suggestions).map { "\($0.code) (\($0.name), \($0.township))" }
            .joined(separator: ", ")
            + (sorted.count > ImportLimits.suggestions ? ", …" : "")
    }
}
