import ArgumentParser
import DispatchStore
import DispatchWire

/// `arrivectl doctor`: asks the running daemon, or looks at the store of one that is stopped.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look whether everything is in order, and say what to do where it is not.",
        discussion: """
            Looks at the store (schema, every page and reference, tables against the journal), clock, disk, permissions, \
            backups, the configuration, and whether the address in members' links answers. A running server is asked, \
            which needs an administrator's token; calls go on meanwhile. Without a server the store that the \
            configuration or --store names is locked and read.

            The first line is a summary, and the exit code that of a monitoring plugin (Nagios, Icinga):
              0  everything is in order
              1  warnings: it works, and somebody should see to it
              2  failures: something is broken, or will be when it is needed
              3  something could not be looked at, and nothing that could is broken
            """
    )

    @Option(
        help: ArgumentHelp(
            "The server's configuration; by default \(ConfigurationLook.standardPath) if it is there.",
            valueName: "file"
        )
    )
    var config: String?

    @Option(help: ArgumentHelp("The store, when no server runs; by default the configured one.", valueName: "file"))
    var store: String?

    @OptionGroup var server: ServerOptions

    /// - Returns: The exit code.
    func run(in surroundings: Surroundings) async throws(CommandFailure) -> Int32 {
        let look = await ConfigurationLook.perform(config)
        var report = DoctorOutcome()
        report.add(look.finding)
        // Before this process becomes somebody who may look into it: a program that it starts has its variables.
        let clock = await ClockLook.perform()
        let isRunning = await lookAtStore(look, surroundings, &report)
        if isRunning, let address = look.values["http.publicURL"] { report.add(await AddressLook.perform(address)) }
        report.add(clock)
        let text = server.json ? try report.json() : report.text
        surroundings.console.print(text)
        return report.exitCode
    }

    /// - Returns: Whether a server runs.
    private func lookAtStore(
        _ look: ConfigurationLook,
        _ surroundings: Surroundings,
        _ report: inout DoctorOutcome
    ) async -> Bool {
        do throws(CommandFailure) {
            let session = try APISession(server, surroundings)
            var call = APICall(.get, ["v1", "doctor"])
            call.isUnhurried = true
            let answer = try await session.send(call)
            for finding in try session.read(DoctorReport.self, from: answer.body).findings { report.add(finding) }
            return true
        } catch {
            guard case .unreachable(let reason) = error else {
                report.couldNot("store", error.message)
                return true
            }
            guard let path = store ?? look.values["store"] else {
                report.couldNot("store", "\(reason), and neither --store nor the configuration names a store")
                return false
            }
            do throws(CommandFailure) {
                try FolderOwner.become(for: path)
            } catch {
                report.couldNot("store", error.message)
                return false
            }
            StoreLook(path: path, backups: look.values["backup.folder"], reason: reason).perform(&report)
            return false
        }
    }
}
