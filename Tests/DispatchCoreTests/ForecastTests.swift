import DispatchCore
import TestSupport
import Testing

/// The arithmetic under the value rule, against plain integration and counting.
struct ForecastTests {
    /// J(S) by its definition, in steps of a tenth of a second.
    private func integrated(_ prospects: [Prospect], horizonSeconds: Double) -> Double {
        let step = 0.1
        var sum = 0.0
        for tick in 0..<Int(horizonSeconds / step) {
            let time = (Double(tick) + 0.5) * step
            var absence = 1.0
            for prospect in prospects {
                let arrived = prospect.arrivals.count { $0 <= time }
                absence *= 1 - prospect.chance * Double(arrived) / Double(prospect.arrivals.count)
            }
            sum += absence * step
        }
        return sum
    }

    private func prospect(using generator: inout SeededGenerator) -> Prospect {
        Prospect(
            chance: .random(in: 0...1, using: &generator),
            arrivals: (0..<3).map { _ in .random(in: 0...1_500, using: &generator) }
        )
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func theExpectedFirstArrivalIsTheIntegral(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let prospects = (0..<Int.random(in: 0...8, using: &generator)).map { _ in prospect(using: &generator) }
        let forecast = ArrivalForecast(prospects, horizonSeconds: 1_200)
        #expect(abs(forecast.expectedSeconds - integrated(prospects, horizonSeconds: 1_200)) < 1)
        let one = prospect(using: &generator)
        let with = ArrivalForecast(prospects + [one], horizonSeconds: 1_200)
        #expect(abs(forecast.gain(of: one) - (forecast.expectedSeconds - with.expectedSeconds)) < 1e-6)
    }

    @Test func thirdsAndRemaindersFollowTheDistribution() {
        let answer = LogNormal(medianSeconds: 25, sigma: 0.9)
        #expect(abs(answer.chance(within: 25) - 0.5) < 1e-12)
        let thirds = answer.thirds()
        for (third, share) in zip(thirds, [1.0 / 6, 0.5, 5.0 / 6]) {
            #expect(abs(answer.chance(within: third) - share) < 1e-6)
        }
        // E[T − t | T > t] by summing the tail.
        for waited in [0.0, 10, 60, 300] {
            var tail = 0.0
            var time = waited
            while time < 20_000 {
                tail += (1 - answer.chance(within: time + 0.5)) * 1
                time += 1
            }
            let expected = tail / (1 - answer.chance(within: waited))
            #expect(abs(answer.meanRemainingSeconds(after: waited) - expected) < 0.02 * expected + 0.1, "\(waited)")
        }
        #expect(answer.thirds(after: 300).allSatisfy { $0 > 300 })
    }

    @Test(
        arguments: [
            ("22:00-06:00", [(0, true), (359, true), (360, false), (1_319, false), (1_320, true)]),
            ("12:30-14:00", [(749, false), (750, true), (839, true), (840, false)]),
        ] as [(String, [(Int, Bool)])]
    )
    func quietHoursMayGoOverMidnight(text: String, minutes: [(Int, Bool)]) throws {
        let hours = try #require(QuietHours(text: text))
        #expect(hours.text == text)
        for (minute, isQuiet) in minutes { #expect(hours.contains(minute: minute) == isQuiet, "\(minute)") }
    }

    @Test(arguments: [
        "", "22:00", "22-06", "24:00-06:00", "22:60-06:00", "06:00-06:00", "22:00-06:00-07:00", "a:bb-c:dd",
    ])
    func whatIsNoSpanOfHoursIsRefused(text: String) {
        #expect(QuietHours(text: text) == nil)
    }

    @Test func alertsAreCountedOverSevenDays() throws {
        let world = try World(.init("only", north: 10))
        func total() throws -> Int {
            let member = try #require(world.board.roster.member(MemberID("only")))
            let today = world.board.wall(at: world.now).localDay(utcOffsetSeconds: 8 * 3600)
            return member.history.alerts.total(onDay: today)
        }
        for day in 0..<8 {
            try world.call("repair")
            try world.decline("only")
            #expect(try total() == min(day + 1, 7))
            world.sleepThrough(seconds: 86_400)
        }
        world.sleepThrough(seconds: 7 * 86_400)
        #expect(try total() == 0)
    }
}
