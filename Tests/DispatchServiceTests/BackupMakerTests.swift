import CurlTransport
import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import Foundation
import ServiceLifecycle
import Testing

/// Backups of a house that goes on working.
struct BackupMakerTests {
    private func contents(_ dispatcher: Dispatcher) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: dispatcher.backups.folder.path).sorted()
    }

    private func newRequest(_ folder: TemporaryFolder) throws -> NewHelpRequest {
        let village = try House.county(memberCount: 12).villages[0]
        return NewHelpRequest(
            category: "fall",
            place: Place(villageCode: village.code, coordinate: village.coordinate)
        )
    }

    @Test func callsAreTakenMeanwhileAndAreNotInIt() async throws {
        let folder = try TemporaryFolder()
        try await House.withDispatcher(in: folder) { dispatcher in
            let pause = BackupPause()
            let turn = try await dispatcher.backups.takeTurn()
            async let report = turn.keep { _ in pause.stand() }
            await pause.untilReached()
            let before = dispatcher.follower.position
            // Answered, hence on the disk, while the backup stands still.
            let committed = try await dispatcher.writer.open(try newRequest(folder))
            #expect(committed.position > before)
            await #expect(throws: BackupFailure.self) { try await dispatcher.backups.takeTurn() }
            pause.goOn()
            let kept = try await report
            #expect(kept.facts.journalPosition == before)
            let path = "\(dispatcher.backups.folder.path)/\(kept.name)"
            #expect(try BackupCheck.perform(path).facts == kept.facts)
        }
    }

    @Test func oneIsMadeAtATimeAndThenTheNext() async throws {
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            var turn: BackupTurn? = try await dispatcher.backups.takeTurn()
            do throws(BackupFailure) {
                _ = try await dispatcher.backups.takeTurn()
                Issue.record("two at a time")
            } catch {
                guard case .running = error else { throw error }
            }
            withExtendedLifetime(turn) {}
            // Also one that was never used.
            turn = nil
            _ = try await dispatcher.backups.takeTurn().keep { _ in }
            _ = try await dispatcher.backups.takeTurn().keep { _ in }
            #expect(try contents(dispatcher).count == 2)
        }
    }

    @Test func aLentOneGoesWhenItWasTaken() async throws {
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            var loan: BackupLoan? = try await dispatcher.backups.takeTurn().lend { _ in }
            let path = try #require(loan?.path)
            _ = try BackupCheck.perform(path)
            await #expect(throws: BackupFailure.self) { try await dispatcher.backups.takeTurn() }
            await loan?.sent()
            loan = nil
            #expect(try contents(dispatcher) == [])
            _ = try await dispatcher.backups.takeTurn()
        }
    }

    @Test func endsWithTheDaemonAndLeavesNothing() async throws {
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            let pause = BackupPause()
            let service = BackupOnce(maker: dispatcher.backups, pause: pause)
            let group = ServiceGroup(configuration: .init(services: [service], logger: House.logger))
            async let running: Void = group.run()
            await service.untilUnderWay()
            await group.triggerGracefulShutdown()
            try await running
            #expect(service.isStopped)
            #expect(try contents(dispatcher) == [])
        }
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "needs to mount a small file system"))
    func isRefusedBeforehandWhereThereIsNoRoom() async throws {
        let disk = try SmallDisk(megabytes: 160)
        try await House.withDispatcher(in: disk.folder) { dispatcher in
            // The reserve of 64 MiB is in place once something was written; the room that is left is not enough.
            _ = try await dispatcher.writer.open(try newRequest(disk.folder))
            try disk.fill(megabytes: 50)
            do throws(BackupFailure) {
                _ = try await dispatcher.backups.takeTurn()
                Issue.record("there is room")
            } catch {
                guard case .noRoom(let needed, let free) = error else { throw error }
                #expect(free < needed)
                #expect(needed > BackupFolder.marginBytes)
            }
            #expect(try contents(dispatcher) == [])
            #expect(try disk.folder.contents.contains("county.db.reserve"))
            try disk.empty()
            _ = try await dispatcher.backups.takeTurn().keep { _ in }
        }
    }

    @Test func metricsKnowTheNewestAlsoAfterARestart() async throws {
        let folder = try TemporaryFolder()
        let backups = folder.path("county.db.d")
        try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
        // One that is there, and one that a kill left half-made.
        let code = SmallCounty.code
        for name in [
            "arrived-\(code)-20250601T003020Z.db", "arrived-\(code)-20250501T003020Z.db", ".arrived-\(code)-1",
        ] {
            try Data("x".utf8).write(to: URL(filePath: "\(backups)/\(name)"))
        }
        let registry = PrometheusRegistry()
        try await House.withDispatcher(in: folder, metrics: registry, backupFolder: backups) { dispatcher in
            #expect(
                registry.text().contains("arrived_backup_last_success_timestamp_seconds 1748737820\n")
            )
            #expect(!(try contents(dispatcher).contains(".arrived-\(code)-1")))
            let kept = try await dispatcher.backups.takeTurn().keep { _ in }
            let text = registry.text()
            #expect(text.contains("arrived_backups_total{result=\"kept\"} 1\n"))
            let seconds = kept.facts.madeAt.milliseconds / 1000
            #expect(text.contains("arrived_backup_last_success_timestamp_seconds \(seconds)\n"))
        }
    }
}

/// A service that makes one backup.
private final class BackupOnce: Service {
    private let maker: BackupMaker
    private let pause: BackupPause
    private let stopped = Locked(false)
    private let underWay = AsyncStream<Void>.makeStream()
    private let told = AsyncStream<Void>.makeStream()

    init(maker: BackupMaker, pause: BackupPause) {
        self.maker = maker
        self.pause = pause
    }

    var isStopped: Bool { stopped.withLock { $0 } }

    func untilUnderWay() async { for await _ in underWay.stream { return } }

    func run() async throws {
        let pause = pause
        let turn = try await maker.takeTurn()
        async let kept = turn.keep { _ in pause.stand() }
        await pause.untilReached()
        // Handlers are called in the order in which they came: the backup has been told when this one is.
        await withGracefulShutdownHandler {
            underWay.continuation.yield()
            for await _ in told.stream { break }
        } onGracefulShutdown: { [told] in
            told.continuation.yield()
        }
        pause.goOn()
        do {
            _ = try await kept
        } catch BackupFailure.stopped {
            stopped.withLock { $0 = true }
        }
        try await gracefulShutdown()
    }
}

/// Lets a test stand in the middle of a backup, whose thread waits at its first progress.
private struct BackupPause: Sendable {
    private let reached = AsyncStream<Void>.makeStream()
    private let gate = DispatchSemaphore(value: 0)
    private let isFirst = Locked(true)

    /// Called by the backup, on its own thread.
    func stand() {
        let isFirst = isFirst.withLock { first in
            defer { first = false }
            return first
        }
        guard isFirst else { return }
        reached.continuation.yield()
        gate.wait()
    }

    func untilReached() async { for await _ in reached.stream { return } }
    func goOn() { gate.signal() }
}
