import CurlTransport
import DispatchService

/// Clocks of a machine that the test sets, boots and lets run.
final class ManualClocks: Sendable {
    private struct State: Sendable {
        var wall: Int64
        var boot: Int64
        var bootID = "boot-1"
    }

    private let state: Locked<State>

    init(wallMilliseconds: Int64 = 1_760_000_000_000, bootMilliseconds: Int64 = 5_000_000) {
        state = Locked(State(wall: wallMilliseconds, boot: bootMilliseconds))
    }

    var wall: Int64 { state.withLock { $0.wall } }

    /// Time passes.
    func pass(milliseconds: Int64) {
        state.withLock { state in
            state.wall += milliseconds
            state.boot += milliseconds
        }
    }

    /// Somebody sets the wall clock.
    func set(byMilliseconds step: Int64) {
        state.withLock { $0.wall += step }
    }

    /// The machine was off for so long; its battery keeps the wall clock, or shows what is given.
    func reboot(afterMilliseconds off: Int64, wallMilliseconds: Int64? = nil) {
        state.withLock { state in
            state.wall = wallMilliseconds ?? state.wall + off
            state.boot = 10_000
            state.bootID += "+"
        }
    }

    /// As a program that starts now reads them.
    var source: ClockSource {
        ClockSource(bootID: state.withLock { $0.bootID }) { [state] in
            state.withLock { ClockReading(wallMilliseconds: $0.wall, bootMilliseconds: $0.boot) }
        }
    }
}
