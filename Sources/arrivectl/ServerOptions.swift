import ArgumentParser

/// Which server to ask, with which token, and how to print its answer; the same for all commands.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the server.", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("File that holds the access token.", valueName: "file"))
    var tokenFile: String?

    @Flag(name: .customLong("allow-plain-http"), help: "Send the token over plain http to another machine too.")
    var allowPlainHTTP = false

    @Flag(help: "Print the server's JSON.")
    var json = false
}
