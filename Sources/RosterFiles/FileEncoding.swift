/// How a roster file's characters are written, once that is settled.
package enum FileEncoding: String, Sendable {
    case utf8 = "utf-8"
    case gb18030

    /// The mark that some programs write at the start of UTF-8, and that GB18030's own mark becomes in UTF-8; it is no
    /// part of the text.
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
