/// Bytes of a file that are no character of its encoding, and where they stand.
struct InvalidBytes: Hashable {
    /// From 1.
    let line: Int
    /// From 0, the start of the file.
    let byteOffset: Int
    let bytes: [UInt8]
    /// The file ends here, in the middle of a character.
    var isCutOff = false

    /// “the bytes CD FE (line 3, byte offset 120) are not UTF-8”.
    func sentence(_ encodingName: String) -> String {
        let hex = bytes.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        let what = (bytes.count == 1 ? "the byte " : "the bytes ") + hex.joined(separator: " ")
        let place = "(line \(line), byte offset \(byteOffset))"
        return isCutOff
            ? "the file ends in the middle of a character of \(encodingName), with \(what) \(place)"
            : "\(what) \(place) \(bytes.count == 1 ? "is" : "are") not \(encodingName)"
    }
}
