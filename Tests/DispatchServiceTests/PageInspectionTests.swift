import CurlTransport
import DispatchStore
import DispatchTestSupport
import Foundation
import GRDB
import StoreTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// A store too large to be looked at before calls are taken.
struct PageInspectionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let store = try House.store(in: folder, county: try House.county(memberCount: 3))
        try store.pool.write { database in
            try database.execute(sql: "CREATE TABLE filler (content BLOB)")
            let rows = StoreFiles.checkedAtOpeningBytes / 1_000_000 + 1
            for _ in 0..<rows {
                try database.execute(sql: "INSERT INTO filler VALUES (zeroblob(1000000))")
            }
        }
        try store.close()
    }

    /// - Returns: What an administrator is told, and the metric.
    private func look() async throws -> (found: String?, isDamaged: Bool) {
        let store = try House.store(in: folder, county: try House.county(memberCount: 3))
        let registry = PrometheusRegistry()
        let found = Locked<String?>(nil)
        let inspection = PageInspection(
            store: store,
            metrics: DispatchMetrics(factory: registry),
            found: { fault in found.withLock { $0 = fault } },
            logger: House.logger
        )
        await inspection.look()
        try store.close()
        return (found.withLock { $0 }, registry.text().contains("\narrived_store_damaged 1\n"))
    }

    @Test func aSoundOneIsNotSpokenOf() async throws {
        let (found, isDamaged) = try await look()
        #expect(found == nil)
        #expect(!isDamaged)
    }

    @Test func aBrokenPageIsFoundAfterTheStart() async throws {
        let file = try FileHandle(forUpdating: URL(filePath: StoreFixture.files(in: folder).database))
        // Near its end lies what fills it.
        try file.seek(toOffset: UInt64(StoreFiles.checkedAtOpeningBytes) / 4096 * 4096 - 40 * 4096)
        try file.write(contentsOf: Data([0xFF, 0xFF]))
        try file.close()
        let (found, isDamaged) = try await look()
        let fault = try #require(found)
        #expect(fault.lowercased().contains("page"))
        #expect(!fault.contains("\n"), "a status is one line")
        #expect(isDamaged)
    }
}
