import DispatchService
import Testing

/// Waiting for the journal to grow.
struct JournalFollowerTests {
    @Test func whoIsBehindNeedNotWait() async {
        let follower = JournalFollower(position: 5)
        #expect(await follower.grows(past: 4))
        #expect(follower.position == 5)
    }

    @Test func everybodyWhoWaitsIsTold() async {
        let follower = JournalFollower(position: 5)
        await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { await follower.grows(past: 5) } }
            follower.advanced(to: 6)
            for await grew in group { #expect(grew) }
        }
        // A position that comes late does not take the journal back.
        follower.advanced(to: 3)
        #expect(follower.position == 6)
    }

    @Test func theEndWakesEverybody() async {
        let follower = JournalFollower(position: 5)
        await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { await follower.grows(past: 5) } }
            follower.end()
            for await grew in group { #expect(!grew) }
        }
        #expect(await !follower.grows(past: 0))
    }

    @Test func whoGivesUpWaitingIsLetGo() async {
        let follower = JournalFollower(position: 5)
        let waiting = (0..<50).map { _ in Task { await follower.grows(past: 5) } }
        for task in waiting { task.cancel() }
        for task in waiting { #expect(await !task.value) }
    }
}
