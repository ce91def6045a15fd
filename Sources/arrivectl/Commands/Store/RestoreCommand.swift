import ArgumentParser
import DispatchCore
import DispatchStore
import DispatchWire

/// `arrivectl restore`: a store from a backup, where there is none.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a store of a backup; needs no server.",
        discussion: """
            The backup is checked first, and stays as it is. Where the store will lie there must be none, nor anything \
            beside it: stop the daemon and move the old one away, with every file whose name begins like its own. What \
            root makes belongs to the owner of the folder it lies in. A backup of an older version is brought up to date \
            when the daemon starts.

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
            """
    )

    @Argument(help: ArgumentHelp("The backup.", valueName: "file"))
    var backup: String

    @Option(help: ArgumentHelp("Where the store will lie.", valueName: "file"))
    var store: String

    func run(in surroundings: Surroundings) throws(CommandFailure) {
        let source: BackupSource
        do throws(StoreFault) {
            source = try BackupSource(backup)
        } catch {
            let isUnreadable = error.code == .missing || error.code == .permission
            throw isUnreadable ? .unreadable(error.description) : .failed(error.description)
        }
        try FolderOwner.become(for: store)
        let facts: BackupFacts
        do throws(StoreFault) {
            facts = try Store.restore(source, to: StoreFiles(database: store))
        } catch {
            throw .failed(error.description)
        }
        let time = WireTime(milliseconds: facts.madeAt.milliseconds)
        let clock = surroundings.clock
        surroundings.console.print(
            "Restored county \(facts.countyCode) as of \(clock.date(time)) \(clock.time(time)): "
                + "journal position \(facts.journalPosition), schema \(facts.schema)."
        )
    }
}
