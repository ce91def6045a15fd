import CurlTransport
import Dispatch
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BlockingThreadsTests {
    private struct Fault: Error, Equatable {}

    /// Work that stands until the test lets it go on.
    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        private let entered = AsyncStream<Void>.makeStream()

        func stand() {
            entered.continuation.yield()
            semaphore.wait()
        }

        func untilEntered() async { for await _ in entered.stream { return } }
        func open(for count: Int = 1) { for _ in 0..<count { semaphore.signal() } }
    }

    private func threads(_ count: Int, waiting: Int = 0, patienceMilliseconds: Int = 50) -> BlockingThreads {
        BlockingThreads(
            "the far disk",
            name: "test",
            threads: count,
            waiting: waiting,
            patienceMilliseconds: patienceMilliseconds
        )
    }

    private func fault(_ body: () async throws -> Void) async throws -> BlockingFault {
        do {
            try await body()
        } catch let fault as BlockingFault {
            return fault
        }
        throw Fault()
    }

    @Test func whatComesOfItIsReturnedOrThrown() async throws {
        let threads = threads(2, waiting: 100, patienceMilliseconds: 60_000)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...100 { group.addTask { try await threads.run { _ in number } } }
            return try await group.reduce(0, +)
        }
        #expect(sum == 5_050)
        await #expect(throws: Fault()) { try await threads.run { _ in throw Fault() } }
        #expect(threads.hung == 0)
    }

    @Test func workThatDoesNotComeBackIsAnsweredAndCounted() async throws {
        let threads = threads(1)
        let gate = Gate()
        let ended = AsyncStream<Void>.makeStream()
        let late = try await fault {
            try await threads.run { _ in
                gate.stand()
                ended.continuation.yield()
            }
        }
        #expect(late == BlockingFault("the far disk", .late(milliseconds: 50), hung: 1))
        #expect(late.description == "the far disk has not answered for 50 ms")
        #expect(threads.hung == 1)
        #expect(threads.threads == 1)
        // It counts against the limit as long as it hangs.
        let crowded = try await fault { try await threads.run { _ in } }
        #expect(crowded.reason == .crowded(threads: 1, waiting: 0))
        #expect(crowded.hung == 1)
        #expect(!threads.post {})

        gate.open()
        for await _ in ended.stream { break }
        while threads.hung > 0 || threads.threads > 0 { await Task.yield() }
        try await threads.run { _ in }
    }

    @Test func whoWaitsForAThreadForTooLongIsAnsweredAndNothingIsBegun() async throws {
        let threads = threads(1, waiting: 1)
        let gate = Gate()
        let begun = Locked(false)
        async let first = fault { try await threads.run { _ in gate.stand() } }
        await gate.untilEntered()
        let second = try await fault { try await threads.run { _ in begun.withLock { $0 = true } } }
        #expect(second.reason == .late(milliseconds: 50))
        #expect(try await first.mayComeBack)
        gate.open()
        while threads.threads > 0 { await Task.yield() }
        #expect(!begun.withLock { $0 })
        #expect(threads.hung == 0)
    }

    @Test func aBeatProlongsThePatience() async throws {
        let threads = threads(1)
        let gate = Gate()
        async let long = threads.run { pulse in
            pulse.beat(patienceMilliseconds: 60_000)
            gate.stand()
            return "done"
        }
        await gate.untilEntered()
        // Another kind measures the time in which the first would have been given up.
        let others = self.threads(1, patienceMilliseconds: 200)
        let other = Gate()
        _ = try await fault { try await others.run { _ in other.stand() } }
        other.open()
        #expect(threads.hung == 0)
        gate.open()
        #expect(try await long == "done")
    }

    @Test func aCancelledCallerIsAnsweredAtOnce() async throws {
        let threads = threads(1, patienceMilliseconds: 60_000)
        let gate = Gate()
        let caller = Task { try await threads.run { _ in gate.stand() } }
        await gate.untilEntered()
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
        #expect(threads.hung == 1)
        gate.open()
        while threads.hung > 0 { await Task.yield() }
    }

    @Test func anAnswerByCallbackIsNotWaitedForLonger() async throws {
        #expect(try await BlockingSlot<Int>.answer(of: "it", withinMilliseconds: 60_000) { $0(.success(3)) } == 3)
        let late = try await fault {
            _ = try await BlockingSlot<Int>.answer(of: "the writer", withinMilliseconds: 20) { _ in }
        }
        #expect(late.subject == "the writer")
    }
}
