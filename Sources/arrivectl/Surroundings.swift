/// The world around a command, passed in so that tests can stand in for it.
struct Surroundings: Sendable {
    var console: Console
    /// Environment variable by name.
    var variable: @Sendable (String) -> String?
    /// Where this machine keeps the token of whoever may read it; nil when there is none, or it is not for this user.
    var standardTokenFile: @Sendable () -> String?
    /// Opens the way to a server; nothing is sent before the first call.
    var connect: @Sendable (_ server: String, _ token: String?) throws(CommandFailure) -> any APIConnection
    var clock: LocalClock
    /// One element for each time the person at the terminal pressed Ctrl-C.
    var interrupts: @Sendable () -> AsyncStream<Void>
    /// Waits for some seconds, or less when the task is cancelled.
    var pause: @Sendable (_ seconds: Int) async -> Void
    /// A key for one submission that no other submission has.
    var newKey: @Sendable () -> String
    /// Makes a store, its key and its first token, and returns that token.
    var createStore: @Sendable (NewStore) throws(CommandFailure) -> String
    /// Puts a question to the person at the terminal and gives what they type; nil when there is nobody to ask.
    var ask: @Sendable (_ question: String) -> String?
    /// Width for help texts; nil to ask the terminal.
    var columns: Int?
    /// The text of the daemon's configuration on this machine; nil when there is none.
    var configuration: @Sendable () -> String? = { nil }
}
