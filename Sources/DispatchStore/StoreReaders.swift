import Dispatch
import GRDB

/// The threads on which a store is read, while others await what is found.
///
/// GRDB's own asynchronous reads run on threads of libdispatch. When the system gives it none, it tries again and again on
/// the thread that asked, which then serves nobody; and a read that hangs is waited for without end. So the daemon gives
/// threads of its own, which are there from the start and answer in time.
package protocol ReadingThreads: Sendable {
    /// Does `body` on a thread that may be held up, and returns what came of it.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
}

/// Threads that the whole program shares, for tests and for programs that serve nobody.
package struct SharedReadingThreads: ReadingThreads {
    package init() {}

    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// Reads a store on its threads.
struct StoreReaders: Sendable {
    let pool: DatabasePool
    let threads: any ReadingThreads

    /// Reads in one transaction.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await threads.run { [pool] in try pool.read(body) }
    }

    /// Does something that only the connection that writes can do, between two of the writer's commits.
    func onTheWriter<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await threads.run { [pool] in try pool.writeWithoutTransaction(body) }
    }
}
