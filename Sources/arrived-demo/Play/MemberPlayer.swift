import CurlTransport
import DispatchWire
import Logging
import ServiceLifecycle
import Simulation

/// Plays the members: waits as people wait, answers, sets out, arrives, helps, and stops when told.
struct MemberPlayer: Service {
    let cases: PlayedCases
    let opened: AsyncStream<OpenedCase>
    let caller: CallbackCaller
    let habits: MemberHabits
    let seed: UInt64
    /// How much faster than life everything goes.
    let clockRate: Double
    let logger: Logger
    let report: @Sendable (PlayedOutcome) async -> Void

    /// Plays until the service group ends; those who are on their way are stopped where they are.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // Bounded by `PlayedCases.caseLimit`.
                for await opened in self.opened {
                    group.addTask {
                        await play(opened)
                        cases.close(opened.offerID)
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func play(_ opened: OpenedCase) async {
        let member = PlayedMember(id: opened.memberID, habits: habits, seed: seed)
        let plan = member.plan(
            for: OfferedCase(offerID: opened.offerID, category: opened.category, etaSeconds: opened.etaSeconds)
        )
        do {
            for planned in plan.actions {
                try await pause(.seconds(planned.delaySeconds / clockRate))
                switch cases.word(about: opened.offerID) {
                case .stoodDown: return
                case .withdrawn where plan.noticesWithdrawal: return
                case .withdrawn, nil: break
                }
                guard try await isTaken(planned.action, of: opened) else { return }
            }
        } catch {
            // Cancelled: the demo ends, and its people go home.
        }
    }

    /// Whether the member goes on after this tap.
    private func isTaken(_ action: PlayedAction, of opened: OpenedCase) async throws(CancellationError) -> Bool {
        switch try await caller.send(action, to: opened.callback) {
        case .taken:
            return true
        case .refused(let problem):
            await report(
                PlayedOutcome(
                    memberID: opened.memberID,
                    requestID: opened.requestID,
                    action: action.word,
                    code: problem.code.rawValue,
                    sentence: problem.description
                )
            )
            return false
        case .lost(let reason):
            logger.warning(
                "a tap found no answer",
                metadata: ["member": "\(opened.memberID)", "action": "\(action.word)", "reason": "\(reason)"]
            )
            return false
        }
    }
}
