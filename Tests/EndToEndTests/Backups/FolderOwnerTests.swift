import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    private static let owner: uid_t = 4_711
    private static let group: gid_t = 4_712

    /// What root makes, restores or looks at belongs to the owner of the folder, who cannot lead root anywhere by a link.
    @Test(.enabled(if: geteuid() == 0, "only the superuser can become somebody else"))
    func rootWorksInAFolderAsItsOwner() async throws {
        try await TestCounty.with { county in
            let backup = county.folder.file("backup.db")
            #expect(try await county.control("backup", backup).status == 0)
            let theirs = county.folder.file("theirs")
            try FileManager.default.createDirectory(atPath: theirs, withIntermediateDirectories: false)
            #expect(unsafe chown(theirs, Self.owner, Self.group) == 0)
            func run(_ arguments: String...) async throws -> TestCounty.CommandResult {
                try await TestCounty.run(try Programs.control, arguments)
            }

            #expect(try await run("init", "--store", "\(theirs)/made.db").status == 0)
            #expect(try await run("restore", backup, "--store", "\(theirs)/restored.db").status == 0)
            for name in ["made", "restored"] {
                let look = try await run("doctor", "--store", "\(theirs)/\(name).db", "--server", "http://127.0.0.1:1")
                #expect(look.output.contains("ok       integrity"), "\(look)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: theirs)
            #expect(Set(names).isSuperset(of: ["made.db", "made.db.key", "restored.db", "restored.db.key"]))
            for name in names {
                let facts = try FileManager.default.attributesOfItem(atPath: "\(theirs)/\(name)")
                #expect(facts[.ownerAccountID] as? Int == Int(Self.owner), "\(name)")
                #expect(facts[.groupOwnerAccountID] as? Int == Int(Self.group), "\(name)")
            }

            let precious = try county.folder.write("precious", to: "precious")
            #expect(unsafe chmod(precious, 0o600) == 0)
            for suffix in [".lock", "-journal", "-wal", ".key"] {
                let new = county.folder.file("new\(suffix)")
                for (target, store) in [(precious, "\(theirs)/led.db"), (new, "\(theirs)/led2.db")] {
                    #expect(unsafe symlink(target, store + suffix) == 0)
                    _ = try await run("restore", backup, "--store", store)
                    _ = try await run("init", "--store", store)
                    _ = try await run("doctor", "--store", store, "--server", "http://127.0.0.1:1")
                    #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
                    #expect(!FileManager.default.fileExists(atPath: new), "\(suffix)")
                    for name in try FileManager.default.contentsOfDirectory(atPath: theirs) where name.hasPrefix("led")
                    {
                        try FileManager.default.removeItem(atPath: "\(theirs)/\(name)")
                    }
                }
            }
        }
    }
}
