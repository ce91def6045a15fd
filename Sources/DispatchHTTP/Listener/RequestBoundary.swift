import NIOCore

/// Finds how many of the bytes that came may be given to the parser without giving it a second request.
///
/// The parser makes objects of everything it is given, a kilobyte and more for the shortest request of 18 bytes. So it gets
/// the bytes up to where a header or a body may end, and the rest when the answer is written. This follows just enough of
/// the form (RFC 9112, sections 2.1, 6 and 7.1) to know where that is. What a request means is the parser's business: where
/// the two disagree, only more or less is given at once.
struct RequestBoundary {
    /// What the bytes belong to.
    private enum Place: Equatable {
        /// Up to and with the next empty line.
        case lines
        case body(left: Int)
        /// The line that says how long a chunk is; `hasEnded` behind the digits.
        case chunkSize(Int, hasEnded: Bool)
        case chunk(left: Int)
        /// The end of line behind a chunk.
        case chunkEnd
    }

    /// Longest chunk that is believed; behind it the digits are not counted any more.
    private static let chunkLimitBytes = 1 << 40

    private var place = Place.lines
    /// Nothing but a carriage return has come on this line.
    private var isLineEmpty = true

    /// A header has ended, and this follows it.
    mutating func headerEnded(contentLength: Int?, isChunked: Bool) {
        isLineEmpty = true
        if isChunked {
            place = .chunkSize(0, hasEnded: false)
        } else if let contentLength, contentLength > 0 {
            place = .body(left: contentLength)
        } else {
            place = .lines
        }
    }

    /// The request is complete.
    mutating func requestEnded() {
        place = .lines
        isLineEmpty = true
    }

    /// How many of these bytes to give next, at least one of them if there are any; they count as given.
    mutating func take(_ bytes: ByteBufferView) -> Int {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch place {
            case .body(let left):
                let count = min(left, bytes.endIndex - index)
                place = count == left ? .lines : .body(left: left - count)
                isLineEmpty = true
                index += count
                if count == left { return index - bytes.startIndex }
            case .chunk(let left):
                let count = min(left, bytes.endIndex - index)
                place = count == left ? .chunkEnd : .chunk(left: left - count)
                index += count
            case .lines, .chunkSize, .chunkEnd:
                let byte = bytes[index]
                index += 1
                if endsHere(after: byte) { return index - bytes.startIndex }
            }
        }
        return bytes.count
    }

    /// Follows one byte outside of bodies.
    private mutating func endsHere(after byte: UInt8) -> Bool {
        let isEnd = byte == UInt8(ascii: "\n")
        switch place {
        case .lines:
            if isEnd, isLineEmpty { return true }
            if byte != UInt8(ascii: "\r") { isLineEmpty = isEnd }
        case .chunkSize(let size, let hasEnded):
            if isEnd {
                // The last chunk is empty; behind it come trailers and an empty line.
                place = size == 0 ? .lines : .chunk(left: size)
                isLineEmpty = true
            } else if !hasEnded, let digit = Self.digit(byte) {
                place = .chunkSize(min(size * 16 + digit, Self.chunkLimitBytes), hasEnded: false)
            } else {
                place = .chunkSize(size, hasEnded: true)
            }
        case .chunkEnd:
            if isEnd { place = .chunkSize(0, hasEnded: false) }
        case .body, .chunk:
            break
        }
        return false
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        case _: nil
        }
    }
}
