extension String {
    /// The text, or as many of its first characters as fit with a `…` into so many bytes of UTF-8.
    ///
    /// Whole characters as people see them: half a character makes WeCom refuse the message (channels, section 9). Empty
    /// when not even the `…` fits.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let mark = "…"
        guard limit >= mark.utf8.count else { return "" }
        var kept = ""
        var room = limit - mark.utf8.count
        for character in self {
            room -= character.utf8.count
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + mark
    }
}
