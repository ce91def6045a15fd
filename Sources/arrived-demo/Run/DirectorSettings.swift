/// What a demo is to show.
struct DirectorSettings: Sendable {
    /// One case from the call to the close, and then the end.
    let isOnce: Bool
    let folder: DemoFolder
    let daemonPort: UInt16
    let endpointBase: String
    /// Signs the notices to all played members.
    let secret: String
    let clockRate: Double
    /// Between one call and the next, in seconds of the spectator.
    let paceSeconds: Double
    /// When `isOnce` gives up, in seconds of the spectator.
    let deadlineSeconds: Int
    /// Chooses the calls and the grades.
    let seed: UInt64

    var server: String { "http://127.0.0.1:\(daemonPort)" }
}
