import FoundationEssentials

/// The file named by `--token-file`: one token, white space around it allowed.
enum TokenFile {
    /// Where the administrator's token lies on a machine that was set up by the package, readable by root alone.
    static let standardPath = "/etc/arrived/token"
    /// A token has under 100 bytes; a larger file is some other file.
    private static let limitBytes = 4_096

    static func read(_ path: String) throws(CommandFailure) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable("the token file \(path) cannot be read")
        }
        let text = String(decoding: data.prefix(limitBytes + 1), as: UTF8.self)
        let token = text.split(whereSeparator: \.isWhitespace)
        guard data.count <= limitBytes, token.count == 1, token[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .unreadable("the token file \(path) does not hold a token") }
        return String(token[0])
    }
}
