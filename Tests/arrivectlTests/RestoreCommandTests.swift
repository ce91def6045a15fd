import Foundation
import Testing

@testable import arrivectl

struct RestoreCommandTests {
    @Test func whatCannotBeRestoredIsSaidInOneLine() async throws {
        try await withTemporaryFolder(["bad.db": "no backup"]) { folder in
            let bad = await Terminal().run("restore", "\(folder)/bad.db", "--store", "\(folder)/new.db")
            #expect(bad.code == 1)
            #expect(bad.output == "")
            #expect(bad.errors.hasPrefix("arrivectl: check the backup \(folder)/bad.db: "))
            #expect(bad.errors.split(separator: "\n").count == 1)
            let missing = await Terminal().run("restore", "\(folder)/none.db", "--store", "\(folder)/new.db")
            #expect(missing.code == 66)
            let unsaid = await Terminal().run("restore", "\(folder)/bad.db")
            #expect(unsaid.code == 64)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == ["bad.db"])
        }
    }

    @Test func theHelpSaysWhatGoesBackInTime() async {
        let outcome = await Terminal().run("help", "restore")
        #expect(
            outcome.output == """
                OVERVIEW: Make a store of a backup; needs no server.

                The backup is checked first, and stays as it is. Where the store will lie there
                must be none, nor anything beside it: stop the daemon and move the old one
                away, with every file whose name begins like its own. What root makes belongs
                to the owner of the folder it lies in. A backup of an older version is brought
                up to date when the daemon starts.

                The county is then as it was when the backup was made:

                  - Requests, answers, imports and changes since then are not in it. Numbers of
                    the day that were given since are given again.
                  - Links in messages sent before the backup work; those sent since lead
                    nowhere.
                  - Messages that were on their way are sent again, with the same ids, so that
                    receivers drop what they have.
                  - What has become due since then is done at the start: offers expire, the
                    next desk is called.
                  - Access tokens made since are unknown, and those revoked since count again:
                    revoke them once more.
                  - Whatever was erased of people since then is there again: erase it once
                    more.
                  - Who follows the events must begin anew: positions are given again.

                USAGE: arrivectl restore <file> --store <file>

                ARGUMENTS:
                  <file>                  The backup.

                OPTIONS:
                  --store <file>          Where the store will lie.
                  -h, --help              Show help information.


                """
        )
    }
}
