/// How the server's wall clock stands.
package struct ClockView: Hashable, Sendable, Codable {
    /// Since when it is not believed, by itself; missing while it is.
    package var doubtedSince: WireTime?
    /// How far it is ahead of what endpoints' answers say; missing where none was heard lately.
    package var aheadSeconds: Int?
    /// When it was set last; missing where it never was.
    package var lastStepAt: WireTime?
    /// How far it was set then, forward or back.
    package var lastStepMilliseconds: Int64?

    package init(
        doubtedSince: WireTime? = nil,
        aheadSeconds: Int? = nil,
        lastStepAt: WireTime? = nil,
        lastStepMilliseconds: Int64? = nil
    ) {
        self.doubtedSince = doubtedSince
        self.aheadSeconds = aheadSeconds
        self.lastStepAt = lastStepAt
        self.lastStepMilliseconds = lastStepMilliseconds
    }
}

/// The answer of `/readyz`.
package struct ReadinessView: Hashable, Sendable, Codable {
    package var status: String
    package var clock: ClockView

    package init(status: String, clock: ClockView) {
        self.status = status
        self.clock = clock
    }
}
