import ArgumentParser
import DispatchStore
import Foundation

/// `arrived`: the daemon. It takes its arguments and configuration, wires the parts and runs them.
@main
struct ArrivedCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "arrived",
        abstract: "Finds who can be there first, asks them, and stays with the case.",
        discussion: """
            Settings come from the file, from ARRIVED_… variables and from these flags, the later over the earlier. \
            A store is made once with arrivectl init.
            """,
        version: version
    )

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The store.", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("Where to listen, unless systemd passes a socket.", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp("A network that endpoints may lie in; may be given several times.", valueName: "cidr")
    )
    var allowNetwork: [String] = []

    @Option(help: ArgumentHelp("Speeds the clock up, on a demonstration's store alone.", valueName: "n"))
    var clockRate: Double?

    @Option(help: "debug, info, warning or error.")
    var logLevel: String?

    @Flag(help: "Prints the effective settings and ends.")
    var printConfig = false

    @Flag(help: "Checks the settings and ends: silently when they are right, with the first that is wrong otherwise.")
    var checkConfig = false

    func run() async throws {
        do {
            let settings = try settings()
            if printConfig {
                print(settings.printed)
                return
            }
            if checkConfig { return }
            let command = self
            try await Daemon(settings: settings) { try command.settings() }.run()
        } catch {
            // One line: whoever reads it looks for what to do, not for where it was thrown.
            let line = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
            FileHandle.standardError.write(Data("arrived: \(line)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func settings() throws -> Settings {
        var flags: [SettingsKey: String] = [:]
        flags[.store] = store
        flags[.listen] = listen
        if !allowNetwork.isEmpty { flags[.allowedNetworks] = allowNetwork.joined(separator: ",") }
        flags[.clockRate] = clockRate.map { String($0) }
        flags[.logLevel] = logLevel
        return try Settings(
            flags: flags,
            file: try config.map { path throws(SettingsFault) in try SettingsFile.read(path) } ?? [:],
            environment: ProcessInfo.processInfo.environment
        )
    }
}
