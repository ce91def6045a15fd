import Dispatch
import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import Testing

/// The one place where anything changes: races, bounds, stopping.
@Suite(.timeLimit(.minutes(2)))
struct WriterLoopTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Keeps the writer's thread busy until it is let go, so that what is submitted meanwhile waits.
    private final class Blockade: Sendable {
        private let gate = DispatchSemaphore(value: 0)

        /// Returns when the writer stands still.
        func close(_ writer: WriterLoop) async -> Task<Void, any Error> {
            let (entered, enter) = AsyncStream<Void>.makeStream()
            let gate = gate
            let blocked = Task {
                try await writer.inspect { _ in
                    enter.yield()
                    gate.wait()
                }
            }
            for await _ in entered { break }
            return blocked
        }

        func open() { gate.signal() }
    }

    @Test func ofFiftyAcceptsForOneSeatExactlyOneIsTaken() async throws {
        var policy = Policy.simple
        policy.selection = .simple(SimpleSelection(initialOffers: 50))
        try await House.withWriter(in: folder, memberCount: 80, policy: policy) { house in
            for _ in 0..<3 {
                try await house.writer.open(house.newRequest())
                let request = try #require(try await house.writer.requests.last)
                #expect(request.offers.count == 50)
                let writer = house.writer
                let answers = await withTaskGroup { group in
                    for offer in request.offers {
                        group.addTask {
                            do {
                                _ = try await writer.submit(.answer(offer.id, .accept), by: .member(offer.memberID))
                                return "taken"
                            } catch {
                                return "\(error)"
                            }
                        }
                    }
                    return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
                }
                #expect(answers == ["taken": 1, "\(SubmissionFailure.refused(.alreadyCovered))": 49])
                let holder = try #require(try await house.writer.requests.last?.holder(of: request.seats[0].id))
                // The member is free for the next round.
                _ = try await writer.submit(.step(holder.offerID, .cleared), by: .member(holder.memberID))
            }
            #expect(try await house.difference() == nil)
        }
    }

    @Test func repeatedAnswersOfTheHolderAreTaken() async throws {
        try await House.withWriter(in: folder) { house in
            try await house.writer.open(house.newRequest())
            let offer = try #require(try await house.writer.requests.last?.offers.first)
            let writer = house.writer
            try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        let committed = try await writer.submit(.answer(offer.id, .accept), by: .member(offer.memberID))
                        #expect(committed.outcome == .taken(offer.requestID, offer.id))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await house.writer.requests.last?.assignments.count == 1)
        }
    }

    @Test func theSameSubmissionTwiceAtOnceIsOneRequest() async throws {
        try await House.withWriter(in: folder) { house in
            var new = house.newRequest()
            new.idempotency = Idempotency(tokenID: StoreFixture.tokenID, key: "k", bodyDigest: "00")
            let (writer, submission) = (house.writer, new)
            let ids = try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        guard case .opened(let id, _, _) = try await writer.open(submission).outcome else {
                            throw CancellationError()
                        }
                        return id
                    }
                }
                return try await group.reduce(into: Set<RequestID>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await writer.requests.count == 1)
        }
        // The key outlives the daemon.
        try await House.withWriter(in: folder) { house in
            var new = house.newRequest()
            new.idempotency = Idempotency(tokenID: StoreFixture.tokenID, key: "k", bodyDigest: "00")
            guard case .opened(_, _, isRepeat: true) = try await house.writer.open(new).outcome else {
                Issue.record("opened twice")
                return
            }
        }
    }

    @Test func whatDoesNotFitTheQueueIsRefusedAndTheRestIsDone() async throws {
        var limits = WriterLoop.Limits()
        limits.queueLimit = 8
        limits.batchLimit = 3
        try await House.withWriter(in: folder, limits: limits) { house in
            let blockade = Blockade()
            let blocked = await blockade.close(house.writer)
            let (writer, new) = (house.writer, house.newRequest())
            let (refusals, refuse) = AsyncStream<Void>.makeStream()
            let opened = try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        do throws(SubmissionFailure) {
                            try await writer.open(new)
                            return true
                        } catch {
                            guard case .queueFull(limit: 8) = error else { throw error }
                            refuse.yield()
                            return false
                        }
                    }
                }
                var refused = 0
                for await _ in refusals {
                    refused += 1
                    if refused == 12 { break }
                }
                // All twenty have been heard: eight wait, the others know.
                blockade.open()
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            try await blocked.value
            #expect(opened == 8)
            #expect(try await writer.requests.map(\.number) == Array(1...8))
            #expect(try await house.difference() == nil)
        }
    }

    @Test func stoppingAnswersEverybody() async throws {
        var limits = WriterLoop.Limits()
        limits.queueLimit = 50
        limits.batchLimit = 7
        let county = try House.county(memberCount: 12)
        let store = try House.store(in: folder, county: county)
        let writer = WriterLoop(
            store: store,
            policy: .simple,
            limits: limits,
            clock: ServiceClock(),
            metrics: DispatchMetrics(factory: PrometheusRegistry()),
            listeners: WriterLoop.Listeners(),
            logger: House.logger
        )
        let running = Task { try await writer.run() }
        let blockade = Blockade()
        let blocked = await blockade.close(writer)
        let new = NewHelpRequest(
            category: "fall",
            place: Place(villageCode: county.villages[0].code, coordinate: county.villages[0].coordinate)
        )
        let (refusals, refuse) = AsyncStream<Void>.makeStream()
        let done = try await withThrowingTaskGroup { group in
            for _ in 0..<51 {
                group.addTask {
                    do throws(SubmissionFailure) {
                        try await writer.open(new)
                        return 1
                    } catch {
                        guard case .queueFull = error else { throw error }
                        refuse.yield()
                        return 0
                    }
                }
            }
            // The one that finds no room says that the fifty others wait.
            for await _ in refusals { break }
            running.cancel()
            blockade.open()
            return try await group.reduce(0, +)
        }
        try await blocked.value
        try await running.value
        #expect(done == 50)
        #expect(try store.loadBoard(policy: .simple).requests.count == 50)
        await #expect {
            try await writer.open(new)
        } throws: { error in
            if case SubmissionFailure.shuttingDown = error { true } else { false }
        }
    }

    @Test func deadlinesComeWithoutAnybodySayingSo() async throws {
        // A second of this clock is a millisecond.
        try await House.withWriter(in: folder, rate: 1000) { house in
            try await house.writer.open(house.newRequest())
            var kinds: [String] = []
            var position: Int64 = 0
            while !kinds.contains("offer.expired"), await house.follower.grows(past: position) {
                for line in try await house.store.journal(after: position, limit: 100) {
                    kinds.append(line.kind)
                    position = line.position
                }
            }
            #expect(kinds.contains("offer.silent"))
            #expect(kinds.contains("request.unanswered"))
        }
    }

    @Test func aCommitThatFailsIsRefusedWholeAndTheBoardIsAsBefore() async throws {
        try await House.withWriter(in: folder) { house in
            try await house.writer.open(house.newRequest())
            let request = try #require(try await house.writer.requests.last)
            try await house.store.pool.writeWithoutTransaction { database in
                try database.execute(
                    sql: "CREATE TRIGGER broken BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'broken'); END"
                )
            }
            let writer = house.writer
            await withTaskGroup { group in
                for offer in request.offers {
                    group.addTask {
                        await #expect {
                            _ = try await writer.submit(.answer(offer.id, .accept), by: .member(offer.memberID))
                        } throws: { error in
                            if case SubmissionFailure.storeFailed = error { true } else { false }
                        }
                    }
                }
            }
            #expect(try await writer.requests == [request])
            #expect(try await house.difference() == nil)
            try await house.store.pool.writeWithoutTransaction { try $0.execute(sql: "DROP TRIGGER broken") }
            _ = try await writer.submit(.answer(request.offers[0].id, .accept), by: .system)
            #expect(try await writer.requests.last?.state == .covered)
            #expect(try await house.difference() == nil)
        }
    }

    @Test func aDaemonThatLostItsStoreToAnotherEnds() async throws {
        var refusals: [String] = []
        do {
            try await House.withWriter(in: folder) { house in
                try await house.store.pool.writeWithoutTransaction { database in
                    try database.execute(sql: "UPDATE county SET writer_epoch = writer_epoch + 1")
                }
                // The second finds the loop over, at the latest once it has closed its inbox.
                while refusals.last != "\(SubmissionFailure.shuttingDown)" {
                    do throws(SubmissionFailure) {
                        try await house.writer.open(house.newRequest())
                    } catch {
                        refusals.append("\(error)")
                    }
                }
            }
            Issue.record("the writer went on")
        } catch let fault as StoreFault {
            #expect(fault.code == .fenced)
        }
        #expect(refusals.first == "\(SubmissionFailure.storeFailed)")
        #expect(refusals.dropFirst() == ["\(SubmissionFailure.shuttingDown)"])
    }
}
