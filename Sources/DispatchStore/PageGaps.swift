import Foundation

/// Clears what SQLite leaves behind in the unused middle of its pages.
///
/// `secure_delete` overwrites what is deleted. But when a page is split, cells move to another page and their copies stay
/// where they were, between cell pointers and cells, where nothing knows of them any more; so about one in a hundred deleted
/// rows could still be read in the file. Nobody ever reads those bytes, so they can be cleared in a file that no connection
/// has open, and a crash half-way leaves a file as good as before. See https://www.sqlite.org/fileformat2.html, section 1.6.
enum PageGaps {
    /// Read at once; a multiple of every page size.
    private static let chunkBytes = 1 << 20
    /// From so many pages on, 128 GiB with the usual size, the number with which other pages begin could be taken for the
    /// kind of page that has gaps.
    private static let pageLimit = 0x0200_0000
    private static let fileHeaderBytes = 100

    /// Clears the gaps of a database whose write-ahead log is empty and that nobody has open.
    ///
    /// - Returns: How many there were.
    @discardableResult
    static func clear(fileAt path: String) throws -> Int {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }  // what was written has been synchronized by then
        let size = Int(try file.seekToEnd())
        try file.seek(toOffset: 0)
        guard let header = try file.read(upToCount: fileHeaderBytes).map(Array.init), header.count == fileHeaderBytes
        else { return 0 }
        let declared = number(header, at: 16)
        let pageBytes = declared == 1 ? 65_536 : declared
        guard pageBytes >= 512, chunkBytes.isMultiple(of: pageBytes), size / pageBytes < pageLimit else { return 0 }
        let usableBytes = pageBytes - Int(header[20])

        var count = 0
        var offset = 0
        while offset + pageBytes <= size {
            try file.seek(toOffset: UInt64(offset))
            guard let bytes = try file.read(upToCount: chunkBytes).map(Array.init), bytes.count >= pageBytes else {
                break
            }
            for start in stride(from: 0, through: bytes.count - pageBytes, by: pageBytes) {
                let page = bytes[start..<start + pageBytes]
                let isFirst = offset + start == 0
                guard let gap = gap(in: Array(page), isFirst: isFirst, usableBytes: usableBytes),
                    page[(start + gap.lowerBound)..<(start + gap.upperBound)].contains(where: { $0 != 0 })
                else { continue }
                try file.seek(toOffset: UInt64(offset + start + gap.lowerBound))
                try file.write(contentsOf: Data(count: gap.count))
                count += 1
            }
            offset += bytes.count / pageBytes * pageBytes
        }
        if count > 0 { try file.synchronize() }
        return count
    }

    /// Where a page holds nothing: behind its cell pointers and before its cells. nil for a page that is none of a tree.
    static func gap(in page: [UInt8], isFirst: Bool, usableBytes: Int) -> Range<Int>? {
        let header = isFirst ? fileHeaderBytes : 0
        let headerBytes: Int
        switch page[header] {
        case 2, 5: headerBytes = 12
        case 10, 13: headerBytes = 8
        case _: return nil
        }
        let start = header + headerBytes + 2 * number(page, at: header + 3)
        let declared = number(page, at: header + 5)
        let end = declared == 0 ? 65_536 : declared
        guard start <= end, end <= usableBytes else { return nil }
        return start..<end
    }

    /// Two bytes, the higher one first.
    private static func number(_ bytes: [UInt8], at position: Int) -> Int {
        Int(bytes[position]) << 8 | Int(bytes[position + 1])
    }
}
