/// How a value of a file is shown in a report: short, printable and without secrets.
///
/// A report is printed on terminals and kept in logs. Whoever knows an endpoint's path, query or secret can write to
/// it, so of a URL only scheme and host are shown. Values stand in wrong columns, so what looks like a URL or a secret
/// is hidden in all of them.
enum ShownValue {
    static let hidden = "(hidden)"
    static let secretPrefix = "whsec_"
    /// Of ntfy's access tokens.
    private static let tokenPrefix = "tk_"
    /// Of DingTalk's signing secrets, which have many digits after it.
    private static let robotPrefix = "SEC"
    private static let robotSecretBytes = 32

    static func of(_ value: String) -> String {
        if isSecret(value) { return hidden }
        return printable(withoutPath(value))
    }

    private static func isSecret(_ value: String) -> Bool {
        let lowered = value.lowercased()
        return lowered.hasPrefix(secretPrefix) || lowered.hasPrefix(tokenPrefix)
            || value.hasPrefix(robotPrefix) && value.utf8.count >= robotSecretBytes
    }

    /// A value of the endpoint's column: also one that lacks its scheme is cut before its path.
    static func ofURL(_ value: String) -> String {
        guard !value.contains("://") else { return of(value) }
        guard let end = value.firstIndex(where: { "/?#\\@".contains($0) }) else { return of(value) }
        return of(String(value[..<end]) + "/" + hidden)
    }

    /// `https://host/(hidden)` of a URL, any other value as it is; user information is hidden too.
    static func withoutPath(_ value: String) -> String {
        let bytes = Array(value.utf8)
        guard let slashes = bytes.indices.dropLast(2).first(where: { bytes[$0...].starts(with: "://".utf8) }) else {
            return value
        }
        let start = slashes + 3
        let end = bytes[start...].firstIndex { "/?#\\".utf8.contains($0) } ?? bytes.endIndex
        let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@"))
        let shown = bytes[..<start] + (at == nil ? [] : Array(hidden.utf8)) + bytes[(at ?? start)..<end]
        let rest = bytes[end...].dropFirst().isEmpty ? String(decoding: bytes[end...], as: UTF8.self) : "/" + hidden
        return String(decoding: shown, as: UTF8.self) + rest
    }

    /// The first 80 characters, with control characters written as `U+0007`.
    static func printable(_ value: String) -> String {
        let limit = ImportLimits.shownValueCharacters
        let text = value.unicodeScalars.prefix(limit + 1)
            .map { $0.isUnprintable ? $0.codePoint : String($0) }
            .joined()
        guard text.unicodeScalars.count > limit else { return text }
        return String(text.unicodeScalars.prefix(limit - 1)) + "…"
    }
}
