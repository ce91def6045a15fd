import Simulation

/// What a demo is to show.
struct DirectorSettings: Sendable {
    /// One case from the call to the close, and then the end.
    var isOnce: Bool
    var folder: DemoFolder
    /// Where the programs are.
    var programs: String
    var daemonPort: Int
    var endpointBase: String
    var secret: String
    var seed: UInt64
    var clockRate: Double
    /// Between one call and the next, in seconds of the spectator.
    var paceSeconds: Double
    /// When `isOnce` gives up, in seconds of the spectator.
    var deadlineSeconds: Int
}
