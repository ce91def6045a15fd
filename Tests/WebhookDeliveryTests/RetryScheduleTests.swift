import Testing
import WebhookDelivery

struct RetryScheduleTests {
    @Test func pausesGrowToAMinuteWithinTheirJitter() {
        let seconds: [Int64] = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60]
        var generator = SeededGenerator(seed: 1)
        for (index, expected) in seconds.enumerated() {
            var drawn: Set<Int64> = []
            for _ in 0..<200 {
                drawn.insert(RetrySchedule.pauseMilliseconds(afterAttempts: index + 1, using: &generator))
            }
            #expect(drawn.allSatisfy { (expected * 800...expected * 1_200).contains($0) })
            #expect(drawn.count > 100)
        }
    }

    @Test(arguments: [
        // Later than the schedule: followed.
        (RetryAfter.seconds(30), 30_000...30_000 as ClosedRange<Int64>),
        (.date(1_045_000), 45_000...45_000),
        // Earlier: the schedule stands.
        (.seconds(0), 800...1_200),
        (.date(0), 800...1_200),
        (nil, 800...1_200),
        // Too late: clamped.
        (.seconds(86_400), 120_000...120_000),
    ])
    func retryAfterIsFollowedWithinBounds(retryAfter: RetryAfter?, pauses: ClosedRange<Int64>) throws {
        var generator = SeededGenerator(seed: 2)
        let next = RetrySchedule.nextAttempt(
            afterAttempts: 1,
            now: 1_000_000,
            retryAfter: retryAfter,
            deadline: 2_000_000,
            using: &generator
        )
        #expect(pauses.contains(try #require(next) - 1_000_000))
    }

    @Test func nothingIsTriedAtOrAfterTheDeadline() {
        var generator = SeededGenerator(seed: 3)
        for deadline: Int64 in [0, 1_000, 1_800, 4_000] {
            let next = RetrySchedule.nextAttempt(
                afterAttempts: 1,
                now: 1_000,
                retryAfter: .seconds(3),
                deadline: deadline,
                using: &generator
            )
            #expect(next == nil)
        }
    }
}
