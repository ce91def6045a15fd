extension String {
    /// What stands between `<main>` and `</main>`.
    var pageBody: String {
        guard let start = firstRange(of: "<main>\n"), let end = firstRange(of: "\n</main>") else { return self }
        return String(self[start.upperBound..<end.lowerBound])
            .split(separator: "\n", omittingEmptySubsequences: true)
            .joined(separator: "\n")
    }

    /// The actions of the buttons, in their order.
    var pageButtons: [String] {
        ranges(of: "name=\"action\" value=\"").map { range in
            String(self[range.upperBound...].prefix { $0 != "\"" })
        }
    }
}
