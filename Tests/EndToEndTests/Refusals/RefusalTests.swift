import Foundation
import GRDB
import TestSupport
import Testing

extension EndToEndTests {
    /// Runs a daemon that must refuse to run: one line on standard error, an exit code, and the store as it was.
    private func expectRefusal(
        _ folder: TestFolder,
        _ arguments: [String],
        says words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try stableFiles(folder)
        let result = try await TestCounty.run(try Programs.daemon, arguments + ["--log-level", "error"])
        #expect(result.status == 1, sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.hasPrefix("arrived: "), "\(result.errors)", sourceLocation: sourceLocation)
        for word in words { #expect(result.errors.contains(word), "\(result.errors)", sourceLocation: sourceLocation) }
        #expect(try stableFiles(folder) == before, sourceLocation: sourceLocation)
    }

    /// The files but for those by which processes tell one another what they do.
    private func stableFiles(_ folder: TestFolder) throws -> [String: Data] {
        try folder.contents().filter { name, _ in
            ![".lock", "-wal", "-shm", ".reserve"].contains { name.hasSuffix($0) }
        }
    }

    @Test func aMissingStoreIsRefusedWithWhatToDo() async throws {
        try await TestFolder.with { folder in
            try await expectRefusal(folder, ["--store", folder.file("store.db")], says: "run arrivectl init")
            #expect(try folder.contents().isEmpty)
        }
    }

    @Test func noStoreAtAllIsRefused() async throws {
        try await TestFolder.with { folder in try await expectRefusal(folder, [], says: "--store") }
    }

    @Test func aSecondDaemonIsRefused() async throws {
        try await TestCounty.with { county in
            try await expectRefusal(
                county.folder,
                ["--store", county.store, "--listen", "127.0.0.1:0"],
                says: "another arrived has this store open"
            )
            #expect(try await county.client.get("/readyz").status == 200)
        }
    }

    @Test func aPortInUseIsRefused() async throws {
        try await TestFolder.with { folder in
            _ = try await TestCounty.found(folder)
            let taken = try LocalReceiver()
            let before = try journal(folder)
            let result = try await TestCounty.run(
                try Programs.daemon,
                ["--store", folder.file("store.db"), "--listen", "127.0.0.1:\(taken.port)", "--log-level", "error"]
            )
            #expect(result.status == 1)
            let lines = result.errors.split(separator: "\n")
            #expect(lines.count == 1, "\(result.errors)")
            #expect(result.errors.hasPrefix("arrived: cannot listen on 127.0.0.1:\(taken.port)"))
            #expect(result.errors.contains("Address already in use"))
            #expect(try journal(folder) == before)
            taken.stop()
        }
    }

    /// The journal's kinds; a start that fails late may note its policy, and nothing else.
    private func journal(_ folder: TestFolder) throws -> [String] {
        let queue = try DatabaseQueue(path: folder.file("store.db"))
        return try queue.read {
            try String.fetchAll($0, sql: "SELECT kind FROM journal WHERE kind <> 'policy.changed' ORDER BY position")
        }
    }

    @Test func aNewerDatabaseIsRefused() async throws {
        try await TestFolder.with { folder in
            _ = try await TestCounty.found(folder)
            try addMigration("v999", folder)
            try await expectRefusal(
                folder,
                ["--store", folder.file("store.db")],
                says: "v999",
                "a later arrived wrote",
                "install that version"
            )
        }
    }

    private func addMigration(_ name: String, _ folder: TestFolder) throws {
        let queue = try DatabaseQueue(path: folder.file("store.db"))
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name]) }
        try queue.close()
    }

    @Test(arguments: [0, 4_096, 20_000])
    func aDamagedDatabaseIsRefused(offset: UInt64) async throws {
        try await TestFolder.with { folder in
            _ = try await TestCounty.found(folder)
            let file = try FileHandle(forUpdating: URL(filePath: folder.file("store.db")))
            try file.seek(toOffset: offset)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 9_000))
            try file.close()
            try await expectRefusal(folder, ["--store", folder.file("store.db")], says: "damaged")
        }
    }

    @Test func aFileThatIsNoStoreIsRefused() async throws {
        try await TestFolder.with { folder in
            _ = try await TestCounty.found(folder)
            _ = try folder.write(
                "not a database, and long enough for a header of one hundred bytes, ".appending(
                    String(repeating: "x", count: 200)
                ),
                to: "store.db"
            )
            try await expectRefusal(folder, ["--store", folder.file("store.db")], says: "restore the latest backup")
        }
    }

    @Test func anUnknownConfigurationKeyIsRefused() async throws {
        try await TestFolder.with { folder in
            _ = try await TestCounty.found(folder)
            let file = try folder.write("selection:\n  initialOfers: 4\n", to: "arrived.yaml")
            try await expectRefusal(
                folder,
                ["--config", file, "--store", folder.file("store.db")],
                says: "selection.initialOfers"
            )
        }
    }

    @Test(arguments: [
        ("selection:\n  initialOffers: 0\n", "selection.initialOffers"),
        ("travel:\n  roadFactor: near\n", "travel.roadFactor"),
        ("listen: everywhere\n", "listen"),
        ("listen: [\n", "YAML"),
    ])
    func aWrongConfigurationValueIsRefused(text: String, key: String) async throws {
        try await TestFolder.with { folder in
            _ = try await TestCounty.found(folder)
            let file = try folder.write(text, to: "arrived.yaml")
            try await expectRefusal(folder, ["--config", file, "--store", folder.file("store.db")], says: key)
        }
    }

    @Test func aMissingConfigurationFileIsRefused() async throws {
        try await TestFolder.with { folder in
            try await expectRefusal(folder, ["--config", folder.file("none.yaml")], says: "none.yaml")
        }
    }

    @Test(.enabled(if: MountedFolder.isPermitted, "needs permission to mount"))
    func aReadOnlyFolderIsRefused() async throws {
        try await MountedFolder.with(sizeBytes: 128 << 20) { mount in
            _ = try await TestCounty.found(mount.folder)
            try await mount.makeReadOnly()
            try await expectRefusal(
                mount.folder,
                ["--store", mount.folder.file("store.db")],
                says: "store.db",
                "ead-only"
            )
        }
    }
}
