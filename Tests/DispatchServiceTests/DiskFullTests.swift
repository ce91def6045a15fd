import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import GRDB
import StoreTestSupport
import Testing

/// A disk without room: what is refused, what goes on, and how it recovers.
struct DiskFullTests {
    private func isDiskFull(_ error: any Error) -> Bool {
        if case SubmissionFailure.diskFull = error { true } else { false }
    }

    /// Tries until the writer takes new requests again; it looks at the disk every few seconds of its clock.
    private func openWhenThereIsRoom(_ house: House) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            do throws(SubmissionFailure) {
                try await house.writer.open(house.newRequest(), isNewWork: true)
                return
            } catch {
                guard isDiskFull(error), ContinuousClock.now < deadline else { throw error }
                await Task.yield()
            }
        }
    }

    @Test func aStoreThatCannotGrowRefusesTheBatchAndRecovers() async throws {
        let folder = try TemporaryFolder()
        // Fast, so that the look at the disk every five seconds comes soon.
        try await House.withWriter(in: folder, rate: 50) { house in
            let writer = house.writer
            try await writer.open(house.newRequest(), isNewWork: true)
            try await house.store.pool.writeWithoutTransaction { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            // There is some room in the last pages; then there is none.
            var opened = 1
            var failure: (any Error)?
            while failure == nil, opened < 1000 {
                do {
                    try await writer.open(house.newRequest())
                    opened += 1
                } catch {
                    failure = error
                }
            }
            #expect(isDiskFull(try #require(failure)))
            #expect(try await writer.requests.count == opened)
            #expect(try await house.difference() == nil)

            try await house.store.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA max_page_count = 1000000")
            }
            // What has begun goes on at once; new work when there is seen to be room.
            let offer = try #require(try await writer.requests.last?.offers.first { $0.state == .pending })
            _ = try await writer.submit(.answer(offer.id, .decline), by: .member(offer.memberID))
            try await openWhenThereIsRoom(house)
            #expect(try await house.difference() == nil)
        }
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "needs to mount a small file system"))
    func callbacksGoOnInTheReserveOfAFullDisk() async throws {
        let disk = try SmallDisk(megabytes: 128)
        try await House.withWriter(in: disk.folder, rate: 50) { house in
            let writer = house.writer
            let reserve = DiskReserve(house.store.files)
            try await writer.open(house.newRequest(), isNewWork: true)
            #expect(reserve.isHeld)
            let offer = try #require(try await writer.requests.last?.offers.first { $0.state == .pending })
            try disk.fill(megabytes: 200)

            // New work is refused, at the latest when a commit finds the disk full …
            var failure: (any Error)?
            while failure == nil {
                do {
                    try await writer.open(house.newRequest(), isNewWork: true)
                } catch {
                    failure = error
                }
            }
            #expect(isDiskFull(try #require(failure)))
            // … and answers are taken, in the reserve once there is nothing else.
            _ = try await writer.submit(.answer(offer.id, .accept), by: .member(offer.memberID))
            for step: Step in [.enRoute, .onScene, .cleared] {
                _ = try await writer.submit(.step(offer.id, step), by: .member(offer.memberID))
            }
            #expect(try await house.difference() == nil)

            try disk.empty()
            try await openWhenThereIsRoom(house)
            #expect(reserve.isHeld)
            #expect(try await house.difference() == nil)
        }
    }
}
