import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import InMemoryLogging
import Testing

@Suite(.timeLimit(.minutes(2)))
struct BackupRouteTests {
    private func post(_ world: APIWorld, accept: String? = nil) async throws -> APIReply {
        try await world.call(
            .post,
            "/v1/backups",
            token: world.tokens.administrator,
            headers: accept.map { ["Accept": $0] } ?? [:]
        )
    }

    private func names(_ world: APIWorld) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(world.folder)/backups").sorted()
    }

    @Test func keepsOneAndListsIt() async throws {
        try await APIWorld.run { world in
            let none: BackupList = try await world.call(.get, "/v1/backups", token: world.tokens.administrator).read()
            #expect(none.backups == [])
            #expect(none.keep == 14)
            let made: BackupResult = try await post(world).read()
            #expect(made.journalPosition == world.position)
            #expect(made.schema.hasPrefix("v"))
            #expect(try names(world) == [made.name])
            let facts = try BackupCheck.perform("\(world.folder)/backups/\(made.name)").facts
            #expect(facts.sizeBytes == made.bytes)
            let list: BackupList = try await world.call(.get, "/v1/backups", token: world.tokens.administrator).read()
            #expect(list.backups.map(\.name) == [made.name])
            #expect(list.backups.map(\.bytes) == [made.bytes])
        }
    }

    @Test func tellsItsProgressLineByLine() async throws {
        try await APIWorld.run { world in
            let reply = try await post(world, accept: BackupStreamLine.mediaType)
            #expect(reply.mediaType == BackupStreamLine.mediaType)
            let lines = try reply.text.split(separator: "\n").map {
                try WireJSON.read(BackupStreamLine.self, from: Array($0.utf8))
            }
            guard case .result(let result) = try #require(lines.last) else {
                Issue.record("the last line is \(String(describing: lines.last))")
                return
            }
            #expect(try names(world) == [result.name])
            #expect(lines.count > 1)
        }
    }

    @Test func sendsTheFileBehindItsLineAndKeepsNothing() async throws {
        try await APIWorld.run { world in
            let reply = try await post(world, accept: BackupStreamLine.fileMediaType)
            #expect(reply.mediaType == BackupStreamLine.fileMediaType)
            var rest = reply.body[...]
            var last: BackupStreamLine?
            while true {
                let end = try #require(rest.firstIndex(of: UInt8(ascii: "\n")))
                last = try WireJSON.read(BackupStreamLine.self, from: Array(rest[..<end]))
                rest = rest[(end + 1)...]
                if case .result = last { break }
            }
            guard case .result(let result) = last else { return }
            #expect(rest.count == result.bytes)
            let path = "\(world.folder)/came.db"
            try Data(rest).write(to: URL(filePath: path))
            #expect(try BackupCheck.perform(path).facts.journalPosition == result.journalPosition)
            #expect(try names(world) == [])
        }
    }

    @Test(arguments: [nil, BackupStreamLine.mediaType, BackupStreamLine.fileMediaType])
    func aSecondOneIsRefusedAtOnce(accept: String?) async throws {
        try await APIWorld.run { world in
            let turn = try await world.dispatcher.backups.takeTurn()
            let refused = try await post(world, accept: accept)
            #expect(refused.status == 409)
            #expect(refused.code == .backupRunning)
            withExtendedLifetime(turn) {}
        }
    }

    @Test func aFolderThatCannotBeIsToldWithoutItsPath() async throws {
        try await APIWorld.run { world in
            try Data("in the way".utf8).write(to: URL(filePath: "\(world.folder)/backups"))
            let list = try await world.call(.get, "/v1/backups", token: world.tokens.administrator)
            #expect(list.code == .backupFolderUnreadable)
            #expect(!list.text.contains(world.folder))
            let reply = try await post(world)
            #expect(reply.code == .backupFailed)
            #expect(!reply.text.contains(world.folder))
            #expect(reply.json["detail"]?.text?.contains("backup folder") == true)
            let entry = try #require(world.logs.entries.first { "\($0.message)" == "a backup failed" })
            #expect("\(entry.metadata)".contains(world.folder))
        }
    }
}
