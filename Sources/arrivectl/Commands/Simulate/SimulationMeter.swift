import Simulation
import Synchronization

/// Follows the runs of a simulation and shows how far they are.
///
/// Several policies run at once, so what they tell is counted together.
final class SimulationMeter: Sendable {
    private struct State {
        var callsDone = 0
        var runsDone = 0
        var shownPercent = -1
    }

    private let console: Console
    private let runCount: Int
    private let callCount: Int
    private let state = Mutex(State())

    init(console: Console, runCount: Int, callsPerRun: Int) {
        self.console = console
        self.runCount = runCount
        callCount = max(1, runCount * callsPerRun)
    }

    /// Counts calls that were played since the last time.
    func add(calls: Int) {
        guard console.errorsAreTerminal else { return }
        state.withLock { state in
            state.callsDone += calls
            let percent = state.callsDone * 100 / callCount
            guard percent != state.shownPercent else { return }
            state.shownPercent = percent
            console.progress(
                "simulating: \(Quantity.count(state.callsDone)) of \(Quantity.count(callCount)) calls (\(percent) %), "
                    + "\(state.runsDone) of \(runCount) runs"
            )
        }
    }

    /// Counts a policy that is done with one seed; a line for it where nothing can be written over.
    func finish(_ policy: SimulatedPolicy, seed: UInt64) {
        state.withLock { state in
            state.runsDone += 1
            guard !console.errorsAreTerminal else { return }
            console.note("\(policy.name), seed \(seed): done, \(state.runsDone) of \(runCount)")
        }
    }

    /// Takes the line of progress off the terminal.
    func end() {
        if console.errorsAreTerminal { console.endProgress() }
    }
}
