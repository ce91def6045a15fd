import Synchronization

/// The cases that played members are busy with, and what they have been told about them meanwhile.
///
/// The receiver writes it, the tasks that play members read it; one lock protects it.
final class PlayedCases: Sendable {
    /// Members waiting, travelling or helping at once. Each costs one sleeping task; the demo has some hundred.
    static let caseLimit = 10_000

    /// What a member has been told about an offer of theirs.
    enum Word {
        /// The offer is withdrawn: no answer is needed.
        case withdrawn
        /// They need not go on.
        case stoodDown
    }

    private struct Case {
        var word: Word?
    }

    private let cases = Mutex<[String: Case]>([:])

    enum Opening {
        case opened
        /// The same notice once more; deliveries are repeated when an answer got lost.
        case known
        case full
    }

    func open(_ offerID: String) -> Opening {
        cases.withLock { cases in
            guard cases[offerID] == nil else { return .known }
            guard cases.count < Self.caseLimit else { return .full }
            cases[offerID] = Case()
            return .opened
        }
    }

    func tell(_ word: Word, about offerID: String) {
        cases.withLock { $0[offerID]?.word = word }
    }

    func word(about offerID: String) -> Word? {
        cases.withLock { $0[offerID]?.word }
    }

    func close(_ offerID: String) {
        cases.withLock { $0[offerID] = nil }
    }
}
