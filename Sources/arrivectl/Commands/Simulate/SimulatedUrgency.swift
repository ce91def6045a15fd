import ArgumentParser
import DispatchCore

/// The urgencies a simulation can have: all but a time in the future, for which nobody is waiting.
enum SimulatedUrgency: String, CaseIterable, ExpressibleByArgument {
    case immediate
    case urgent
    case routine

    /// The same in the words of the core.
    var urgency: Urgency {
        switch self {
        case .immediate: .immediate
        case .urgent: .urgent
        case .routine: .routine
        }
    }
}
