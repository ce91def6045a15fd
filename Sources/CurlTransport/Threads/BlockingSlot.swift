/// Where the result of work on another thread is awaited: by one caller, and not for longer than it has patience.
package final class BlockingSlot<Value: Sendable>: Sendable {
    enum Stage: Equatable {
        /// No thread has begun with it.
        case waiting
        case running
        /// There is a result.
        case over
    }

    private struct State: Sendable {
        var stage = Stage.waiting
        var result: Result<Value, any Error>?
        var caller: CheckedContinuation<Result<Value, any Error>, Never>?
    }

    private let state = Locked(State())

    /// Asks something that answers by a callback, sooner or later or never, and waits for so long and no longer.
    ///
    /// Throws the error it answers with, or a ``BlockingFault``.
    package static func answer(
        of subject: String,
        withinMilliseconds patience: Int,
        _ ask: (_ answer: @escaping @Sendable (Result<Value, any Error>) -> Void) -> Void
    ) async throws -> Value {
        let slot = BlockingSlot()
        ask { slot.fill($0) }
        return try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await Task.sleep(for: .milliseconds(patience))
                    slot.fill(.failure(BlockingFault(subject, .late(milliseconds: patience), hung: 1)))
                }
                let result = await slot.result()
                group.cancelAll()
                return try result.get()
            }
        } onCancel: {
            slot.fill(.failure(CancellationError()))
        }
    }

    /// A thread begins with the work.
    ///
    /// - Returns: Whether somebody still wants it.
    func begin() -> Bool {
        state.withLock { state in
            guard state.result == nil else { return false }
            state.stage = .running
            return true
        }
    }

    /// - Returns: Whether it was the first result; false when the caller was answered before.
    @discardableResult
    func fill(_ result: Result<Value, any Error>) -> Bool {
        end(result).isFirst
    }

    /// Answers the caller with an error unless there is a result.
    ///
    /// - Returns: The stage until then.
    func abandon(_ error: any Error) -> Stage {
        end(.failure(error)).stage
    }

    private func end(_ result: Result<Value, any Error>) -> (isFirst: Bool, stage: Stage) {
        typealias Caller = CheckedContinuation<Result<Value, any Error>, Never>
        let (isFirst, stage, caller): (Bool, Stage, Caller?) = state.withLock { state in
            let before = state.stage
            guard state.result == nil else { return (false, before, nil) }
            state.result = result
            state.stage = .over
            defer { state.caller = nil }
            return (true, before, state.caller)
        }
        caller?.resume(returning: result)
        return (isFirst, stage)
    }

    /// The result as soon as there is one. Called once.
    func result() async -> Result<Value, any Error> {
        await withCheckedContinuation { caller in
            let result = state.withLock { state in
                if state.result == nil { state.caller = caller }
                return state.result
            }
            if let result { caller.resume(returning: result) }
        }
    }
}
