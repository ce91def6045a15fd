/// How the person who imports says a roster file's characters are written.
///
/// Excel in China saves “CSV” as GB18030 and “CSV UTF-8” as UTF-8 with a byte order mark; other programs leave the mark
/// out.
package enum TextEncoding: String, CaseIterable, Sendable {
    /// UTF-8 with a byte order mark or when the whole file is UTF-8, otherwise GB18030; see ``EncodingRecognition``.
    case auto
    case utf8 = "utf-8"
    case gb18030
}
