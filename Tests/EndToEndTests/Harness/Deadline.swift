/// What was awaited did not come in time.
struct DeadlinePassed: Error, CustomStringConvertible {
    let description: String
}

/// Generous, because everything in one build machine runs at once; it is only reached by a failure.
let testDeadline = Duration.seconds(60)

/// Runs `body`, and cancels it when it takes too long.
func within<Value: Sendable>(
    _ limit: Duration = testDeadline,
    _ what: String,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw DeadlinePassed(description: "\(what): not within \(limit)")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { preconditionFailure("the group has two tasks") }
        return value
    }
}

/// Asks until the answer is yes. Each question is a call to the program under test, so that it never spins idly.
func eventually(
    within limit: Duration = testDeadline,
    _ what: String,
    _ question: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !question() {
        guard ContinuousClock.now < end else {
            throw DeadlinePassed(description: "\(what): not within \(limit)")
        }
        await Task.yield()
    }
}
