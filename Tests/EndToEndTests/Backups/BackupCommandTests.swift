import DispatchStore
import DispatchWire
import Foundation
import Testing

extension EndToEndTests {
    @Test func backupsAreMadeByTheDaemonAndComeToWhoeverAsks() async throws {
        try await TestCounty.with(settings: "backup:\n  keep: 2\n") { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            for _ in 1...3 {
                let made = try await county.control("backup")
                #expect(made.status == 0, "\(made)")
                #expect(made.output.hasPrefix("Kept arrived-\(TestCounty.code)-"))
                #expect(made.output.split(separator: "\n").count == 1)
                #expect(made.errors.isEmpty)
            }
            let folder = county.folder.file("backups")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names.count == 2)
            let list: BackupList = try await county.ask("backup", "--list")
            #expect(list.backups.map(\.name).sorted() == names)

            // To a file of the caller's.
            let file = county.folder.file("mine.db")
            let saved = try await county.control("backup", file)
            #expect(saved.status == 0, "\(saved)")
            #expect(try BackupCheck.perform(file).facts.countyCode == TestCounty.code)
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let again = try await county.control("backup", file)
            #expect(again.status == 1)
            #expect(again.errors.contains("is there already"))

            // Through a pipe: the bytes alone on standard output.
            let piped = county.folder.file("piped.db")
            let shell = try await TestCounty.run(
                "/bin/sh",
                [
                    "-c", "exec \"$0\" backup - --server \"$1\" --token-file \"$2\" > \"$3\"", try Programs.control,
                    county.baseURL, county.folder.file("token"), piped,
                ]
            )
            #expect(shell.status == 0, "\(shell)")
            #expect(shell.errors.hasPrefix("Saved it to standard output: "))
            #expect(try BackupCheck.perform(piped).facts.countyCode == TestCounty.code)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names)
        }
    }
}
