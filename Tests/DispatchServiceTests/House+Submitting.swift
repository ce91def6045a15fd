import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport

extension House {
    /// Submits some random commands at once, so that several meet in one batch; those that are refused are passed over.
    ///
    /// - Parameter committed: Told of each command that was not refused, as its caller is.
    func submitSome(
        _ commands: inout RandomCommands,
        upTo limit: Int,
        _ committed: @escaping @Sendable (Committed) -> Void = { _ in }
    ) async throws {
        let board = try await writer.inspect { $0 }
        var chosen: [(command: Command, actor: Actor)] = []
        for _ in 0...commands.roll(limit) {
            chosen.append(try commands.next(on: board, at: clock.now))
        }
        try await withThrowingTaskGroup { group in
            for (command, actor) in chosen {
                group.addTask {
                    do throws(SubmissionFailure) {
                        committed(try await submit(command, by: actor))
                    } catch {
                        guard case .refused = error else { throw error }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Submits as the dispatcher does, with what it writes along.
    private func submit(_ command: Command, by actor: Actor) async throws(SubmissionFailure) -> Committed {
        switch command {
        case .openRequest(let new): try await writer.open(new)
        case .forgetMember(let id): try await forget(.member(id), by: command, actor)
        case .forgetHousehold(let id, _): try await forget(.household(id), by: command, actor)
        case _: try await writer.submit(command, by: actor)
        }
    }

    private func forget(
        _ subject: Erasure.Subject,
        by command: Command,
        _ actor: Actor
    ) async throws(SubmissionFailure) -> Committed {
        try await writer.submit(command, by: actor) { outcome, at in
            var erasure = Erasure(subject, at: at)
            if case .erased(let ids) = outcome { erasure.requestIDs = ids }
            return [.forgotten(erasure)]
        }
    }
}
