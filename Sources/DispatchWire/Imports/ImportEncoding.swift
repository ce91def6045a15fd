/// The encodings a file may be in, as the query `encoding` names them.
package enum ImportEncoding: String, CaseIterable, Codable, Sendable {
    /// UTF-8 if it is that, else GB18030.
    case automatic = "auto"
    case utf8 = "utf-8"
    case gb18030
}
