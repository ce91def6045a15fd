import DispatchWire

/// One of several things that could have been meant, as a line.
enum CandidateLine {
    /// The members of the object by name, as far as they are texts or numbers.
    static func text(_ candidate: JSONValue) -> String {
        guard case .object(let members) = candidate else { return "  \(candidate)" }
        let parts = members.sorted { $0.key < $1.key }.map { name, value in "\(name) \(value.text ?? "\(value)")" }
        return "  " + parts.joined(separator: "  ")
    }
}
