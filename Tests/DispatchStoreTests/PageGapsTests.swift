import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import TestSupport
import Testing

@testable import DispatchStore

/// What deleting leaves behind in pages is gone after the next start.
struct PageGapsTests {
    private static func mark(_ number: Int) -> String { "MARK\(10_000 + number)Z" }

    /// Those of the marks that stand somewhere in a file.
    private func found(_ numbers: some Sequence<Int>, in path: String) throws -> [Int] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        return numbers.filter { bytes.range(of: Data(Self.mark($0).utf8)) != nil }
    }

    @Test func whatSplitPagesKeptOfDeletedRowsIsCleared() throws {
        let folder = try TemporaryFolder()
        let files = StoreFixture.files(in: folder)
        var generator = SeededGenerator(seed: 4)
        let store = try StoreFixture.open(in: folder)
        // Rows of any length in no order, so that pages are split.
        let rows = (0..<3_000).shuffled(using: &generator).map { number in
            (number, Self.mark(number) + String(repeating: "x", count: Int.random(in: 0...950, using: &generator)))
        }
        let deleted = rows.prefix(750)
        try store.pool.write { database in
            for (_, id) in rows {
                try database.execute(sql: "INSERT INTO forgotten VALUES ('member', ?, 0)", arguments: [id])
            }
        }
        try store.pool.write { database in
            for (_, id) in deleted {
                try database.execute(sql: "DELETE FROM forgotten WHERE id = ? AND kind = 'member'", arguments: [id])
            }
        }
        try store.close()
        #expect(try !found(deleted.map(\.0), in: files.database).isEmpty, "otherwise this test shows nothing")
        let again = try Store.open(files)
        #expect(try found(deleted.map(\.0), in: files.database).isEmpty)
        let (fault, left) = try again.pool.read { database in
            (
                try String.fetchOne(database, sql: "PRAGMA integrity_check"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM forgotten")
            )
        }
        #expect(fault == "ok")
        #expect(left == 2_250)
        try again.close()
        #expect(try PageGaps.clear(fileAt: files.database) == 0, "nothing is written when there is nothing to clear")
    }

    @Test func onlyPagesOfTreesHaveAGap() {
        var page = [UInt8](repeating: 0, count: 512)
        #expect(PageGaps.gap(in: page, isFirst: false, usableBytes: 512) == nil, "overflow and free pages")
        // A leaf with two cells that begin at 300, and the same as the file's first page.
        page.replaceSubrange(0..<8, with: [13, 0, 0, 0, 2, 1, 44, 0])
        #expect(PageGaps.gap(in: page, isFirst: false, usableBytes: 512) == 12..<300)
        page.replaceSubrange(100..<108, with: [5, 0, 0, 0, 1, 1, 44, 0])
        #expect(PageGaps.gap(in: page, isFirst: true, usableBytes: 512) == 114..<300)
        // Cells that begin behind the page, or within the pointers: not what it seems.
        page[5] = 3
        #expect(PageGaps.gap(in: page, isFirst: false, usableBytes: 512) == nil)
        page.replaceSubrange(5..<7, with: [0, 9])
        #expect(PageGaps.gap(in: page, isFirst: false, usableBytes: 512) == nil)
    }
}
