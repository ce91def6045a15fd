import DispatchCore
import DispatchStore
import DispatchTestSupport
import Foundation
import Testing

/// What lies in the folder of backups, and what goes.
struct BackupFolderTests {
    private static let county = "130533"
    /// After every file of these tests.
    private static let later = WallTime(milliseconds: 1_900_000_000_000)

    private let outer: TemporaryFolder
    private let folder: BackupFolder

    init() throws {
        outer = try TemporaryFolder()
        folder = BackupFolder(path: outer.path("backups"), countyCode: Self.county)
        try folder.make()
    }

    private func put(_ name: String) throws {
        try Data("x".utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }

    private var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func aNameSaysCountyAndSecond() {
        let time = WallTime(milliseconds: 1_748_737_820_999)
        let name = BackupFile.name(countyCode: Self.county, at: time)
        #expect(name == "arrived-130533-20250601T003020Z.db")
        #expect(BackupFile.time(ofName: name, countyCode: Self.county)?.milliseconds == 1_748_737_820_000)
        #expect(BackupFile.name(countyCode: "../x", at: time) == "arrived-___x-20250601T003020Z.db")
    }

    @Test(arguments: [
        "arrived-130533-20250601T003020Z.db.bak", "arrived-130533-20250601T003020Z.DB",
        "arrived-130534-20250601T003020Z.db",
        "arrived-130533-20250631T003020Z.db", "arrived-130533-20250601T003060Z.db",
        "arrived-130533-20250601T0030200Z.db",
        "arrived-130533-2025060+T003020Z.db", "arrived-130533-20250601T003020.db", "arrived-130533-20250601 003020Z.db",
        "copy-arrived-130533-20250601T003020Z.db", "arrived-130533-.db", "arrived-130533-20250601T003020Z.db-wal",
        "county.db",
    ])
    func everyOtherNameIsLeftAlone(name: String) throws {
        #expect(BackupFile.time(ofName: name, countyCode: Self.county) == nil)
        try put(name)
        #expect(try folder.prune(keep: 1, at: Self.later) == [])
        try folder.sweep()
        #expect(try contents == [name])
    }

    @Test func theOldestGoAndTheNewestStay() throws {
        let names = (1...5).map { "arrived-130533-2025060\($0)T003020Z.db" }
        for name in names.shuffled() { try put(name) }
        try put("arrived-130534-20200601T003020Z.db")
        #expect(try folder.files().map(\.name) == Array(names.reversed()))
        #expect(try folder.prune(keep: 3, at: Self.later) == [])
        #expect(try folder.files().map(\.name) == Array(names.reversed().prefix(3)))
        #expect(try contents.contains("arrived-130534-20200601T003020Z.db"))
    }

    @Test func whatAWrongClockDatedAheadGoesFirstAndIsNotTheNewest() throws {
        let ahead = "arrived-130533-20300101T000000Z.db"
        let names = (1...3).map { "arrived-130533-2025060\($0)T003020Z.db" }
        for name in names + [ahead] { try put(name) }
        let now = WallTime(milliseconds: 1_748_910_620_000)
        #expect(BackupFile.name(countyCode: Self.county, at: now) == names[2])
        #expect(try folder.newest(at: now)?.name == names[2])
        #expect(try folder.prune(keep: 2, at: now) == [])
        #expect(try contents == Array(names.dropFirst()))
    }

    @Test func anotherCountysPartIsLeftAlone() throws {
        let other = BackupFolder(path: folder.path, countyCode: "130534")
        try Data("x".utf8).write(to: URL(filePath: other.newPart()))
        try folder.sweep()
        #expect(try contents.count == 1)
        try other.sweep()
        #expect(try contents == [])
    }

    @Test func whatWasHalfMadeIsSweptAway() throws {
        let kept = "arrived-130533-20250601T003020Z.db"
        try put(kept)
        let part = folder.newPart()
        for suffix in ["", "-wal", "-journal"] { try Data("x".utf8).write(to: URL(filePath: part + suffix)) }
        #expect(try contents.count == 4)
        try folder.sweep()
        #expect(try contents == [kept])
    }

    @Test func twoOfOneSecondAreTwo() throws {
        let time = WallTime(milliseconds: 1_748_737_820_999)
        var names: [String] = []
        for _ in 1...2 {
            let part = folder.newPart()
            try Data("x".utf8).write(to: URL(filePath: part))
            names.append(try folder.finish(part: part, at: time).name)
        }
        #expect(names == ["arrived-130533-20250601T003020Z.db", "arrived-130533-20250601T003021Z.db"])
        #expect(try contents == names)
    }

    @Test func aFolderThatCannotBeIsRefused() throws {
        let nowhere = BackupFolder(path: outer.path("nowhere/backups"), countyCode: Self.county)
        let fault = try #require(throws: StoreFault.self) { try nowhere.make() }
        #expect(fault.code == .permission)
        #expect(try nowhere.files() == [])
        try nowhere.sweep()
    }

    @Test func oneThatCannotBeListedIsNotAnEmptyOne() throws {
        let file = BackupFolder(path: outer.path("file"), countyCode: Self.county)
        try Data("no folder".utf8).write(to: URL(filePath: file.path))
        for look in [{ _ = try file.files() }, { _ = try file.prune(keep: 1, at: Self.later) }, { try file.sweep() }] {
            let fault = try #require(throws: StoreFault.self) { try look() }
            #expect(fault.explanation.hasPrefix("the backup folder cannot be read"), "\(fault)")
        }
    }
}
