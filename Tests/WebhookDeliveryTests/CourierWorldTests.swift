import Testing
import WebhookDelivery

struct CourierWorldTests {
    @Test(arguments: UInt64(0)..<20)
    func everyDeliveryEndsOnceWithinAllLimits(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var configuration = Courier.Configuration(version: "test")
        configuration.jobLimit = Int.random(in: 10...80, using: &generator)
        configuration.inFlightLimit = Int.random(in: 2...24, using: &generator)
        configuration.sickInFlightLimit = Int.random(in: 1..<configuration.inFlightLimit, using: &generator)
        configuration.endpointInFlightLimit = Int.random(in: 1...4, using: &generator)
        configuration.sickMemoryLimit = 3
        configuration.sickMemoryMilliseconds = 10_000
        var manners: [Int64: CourierWorld.Manner] = [:]
        for endpoint in Int64(1)...Int64.random(in: 2...20, using: &generator) {
            manners[endpoint] = CourierWorld.Manner.allCases.randomElement(using: &generator) ?? .well
        }
        var world = CourierWorld(configuration: configuration, manners: manners, seed: seed)
        let count: Int64 = 100
        for number in 1...count {
            let at = Int64.random(in: 0...15_000, using: &generator)
            let due = at + Int64.random(in: -500...5_000, using: &generator)
            let endpoint = Int64.random(in: 1...Int64(manners.count), using: &generator)
            let job = DeliveryJob.make(
                number,
                endpoint: endpoint,
                channel: Channel.allCases[Int(endpoint) % Channel.allCases.count],
                message: .make(
                    title: "【求助】\(number % 3)",
                    people: [.init(line: "测试\(number)", mention: nil)]
                ),
                dueAt: due,
                deadline: due + Int64.random(in: 1...20_000, using: &generator)
            )
            world.plan([job], at: at)
            if number % 5 == 0 {
                world.planWithdrawal([job.noticeID], at: at + Int64.random(in: 0...9_000, using: &generator))
            }
        }
        world.run(until: 1_000_000)
        #expect(world.violations == [])
        #expect(world.machine.load.held == 0)
        var seen: Set<Int64> = []
        for report in world.recorded {
            #expect(!seen.contains(report.deliveryID), "delivery \(report.deliveryID) goes on after its end")
            if report.outcome.isFinal { seen.insert(report.deliveryID) }
        }
        #expect(seen.count == Int(count))
    }

    @Test(arguments: UInt64(0)..<20)
    func stoppedCourierLeavesEveryOtherDeliveryDue(seed: UInt64) {
        var configuration = Courier.Configuration(version: "test")
        configuration.inFlightLimit = 8
        configuration.sickInFlightLimit = 2
        let manners: [Int64: CourierWorld.Manner] = [1: .well, 2: .fickle, 3: .hanging, 4: .refusing]
        var world = CourierWorld(configuration: configuration, manners: manners, seed: seed)
        world.plan((1...200).map { .make($0, endpoint: $0 % 4 + 1) }, at: 0)
        world.run(until: 40 + Int64(seed) * 100)
        world.stop()
        world.run(until: 100_000)
        #expect(world.violations == [])
        #expect(world.machine.isAtRest)
        let finals = world.recorded.filter(\.outcome.isFinal).map(\.deliveryID)
        #expect(Set(finals).count == finals.count)
        #expect(finals.count + world.machine.load.held == 200)
    }

    /// Bursts of a thousand notices, one endpoint in ten hanging and one in ten refusing, against the same bursts without.
    @Test(arguments: UInt64(0)..<3)
    func sickEndpointsLeaveTheOthersAsFast(seed: UInt64) {
        let endpoints: Int64 = 400
        func delays(withSick: Bool) -> [Int64] {
            var manners: [Int64: CourierWorld.Manner] = [:]
            if withSick {
                for endpoint in 1...endpoints where endpoint % 10 == 0 { manners[endpoint] = .hanging }
                for endpoint in 1...endpoints where endpoint % 10 == 5 { manners[endpoint] = .refusing }
            }
            var world = CourierWorld(
                configuration: Courier.Configuration(version: "test"),
                manners: manners,
                seed: seed
            )
            for burst: Int64 in 0..<4 {
                let dueAt = burst * 3_000
                let jobs = (1...1_000).map { number in
                    DeliveryJob.make(burst * 1_000 + number, endpoint: number % endpoints + 1, dueAt: dueAt)
                }
                world.plan(jobs, at: dueAt)
            }
            world.run(until: 14_000, isChecked: false)
            return (1...4_000).filter(isWell).map { number in
                (world.firstStarts[number] ?? .max) - (number - 1) / 1_000 * 3_000
            }.sorted()
        }
        func isWell(_ number: Int64) -> Bool {
            let endpoint = ((number - 1) % 1_000 + 1) % endpoints + 1
            return endpoint % 10 != 0 && endpoint % 10 != 5
        }
        let quiet = delays(withSick: false)
        let troubled = delays(withSick: true)
        #expect(quiet.count == troubled.count)
        let p95 = quiet.count * 95 / 100
        #expect(Double(troubled[p95]) <= Double(quiet[p95]) * 1.1)
        #expect(troubled.last ?? .max <= 200)
    }
}
