import ArgumentParser

/// The root of all commands; what it says of servers, tokens and exit codes holds for each.
struct Arrivectl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrivectl",
        abstract: "Work with a running arrived: take calls, follow them, keep the county's lists.",
        discussion: """
            The server is --server, else $ARRIVED_SERVER, else http://127.0.0.1:7878. The access token is the text in \
            --token-file, else $ARRIVED_TOKEN, else the text in /etc/arrived/token, which goes to this machine's own \
            server alone. No token goes over plain http to another machine, unless --allow-plain-http says so.

            Exit codes:
              0  done
              1  the server refused, and said why
              2  no server answered, or not one of this API
              3  the token is missing, unknown, or not permitted this
              4  there is nothing by that name
             64  the command line is wrong
             66  a file named on the command line cannot be read
             75  the server cannot now; the same command may succeed later
            """,
        subcommands: [
            InitCommand.self, CallCommand.self, RequestCommand.self, WatchCommand.self, MembersCommand.self,
            VillagesCommand.self, DesksCommand.self, EndpointsCommand.self,
            DeliveriesCommand.self, ImportCommand.self, ForgetCommand.self, TokenCommand.self, StatusCommand.self,
            BackupCommand.self, RestoreCommand.self, DoctorCommand.self, RetentionCommand.self, SimulateCommand.self,
        ]
    )

    /// Declared here too so that these options may also stand before the subcommand.
    @OptionGroup var server: ServerOptions
}
