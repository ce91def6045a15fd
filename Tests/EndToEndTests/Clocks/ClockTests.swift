import DispatchWire
import Foundation
import GRDB
import TestSupport
import Testing

extension EndToEndTests {
    private static let settings = """
        offers:
          answerSilenceSeconds: 2
        escalation:
          immediateBranchSeconds: 3
          immediateTownshipSeconds: 600
          immediateCountySeconds: 1200
        retention:
          personalDays: 30
        """
    private static let year: Int64 = 365 * 86_400_000
    private static let day: Int64 = 86_400_000
    private static let hour: Int64 = 3_600_000

    private static func bringIn(_ county: TestCounty) async throws {
        try await county.bringIn(.villages, InventedVillage.villages)
        try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
        try await county.bringIn(.households, InventedVillage.households)
    }

    /// Calls, waits until members have been told, and gives the request's id.
    private static func call(_ county: TestCounty) async throws -> String {
        let known = Set(try await county.ask("request", "list", as: RequestList.self).requests.map(\.id))
        let call = try await county.control("call", InventedVillage.callerPhone, "medical-transport", "腿疼")
        #expect(call.status == 0, "\(call)")
        let list = try await county.ask("request", "list", as: RequestList.self)
        let id = try #require(list.requests.map(\.id).first { !known.contains($0) })
        try await county.notices(1, "offer.created") { $0.body.data.request.id == id }
        try await eventually("its offers are delivered") {
            try await county.client.request(id).offers.contains { $0.deliveredAt != nil }
        }
        return id
    }

    private static func clock(_ county: TestCounty) async throws -> ClockView {
        let ready = try await county.client.get("/readyz")
        #expect(ready.status == 200)
        return try ready.read(ReadinessView.self).clock
    }

    private static func set(_ clocks: ShimmedClocks, _ county: TestCounty, to milliseconds: Int64) async throws {
        let before = try await clock(county).lastStepAt
        try clocks.set(wallMilliseconds: milliseconds)
        try await eventually("the step is noted") { try await clock(county).lastStepAt != before }
    }

    /// Notices come at once, silence and ladder run on, no offer ends sooner or later, nothing is erased, no number comes twice.
    @Test func aWallClockThatIsSetSilencesNobody() async throws {
        try await TestFolder.with { folder in
            let clocks = try await ShimmedClocks(in: folder)
            try await TestCounty.with(in: folder, settings: Self.settings, wrapper: clocks.wrapper) { county in
                try await Self.bringIn(county)
                let inAnHour = WireTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000) + Self.hour)
                let shift = NewToken(name: "shift", role: .operator, expiresAt: inAnHour)
                let token: CreatedToken = try await county.client.post("/v1/tokens", shift)
                for step in [-10 * Self.year, -Self.day, -Self.hour, -20_000, Self.hour, 10 * Self.year] {
                    let first = try await Self.call(county)
                    let before = try await county.client.request(first)
                    try await Self.set(clocks, county, to: step)
                    let after = try await county.client.request(first)
                    #expect(after.createdAt == before.createdAt, "what was, stays as it was shown")
                    for (old, new) in zip(before.offers, after.offers) where new.state == .pending {
                        let moved = new.expiresAt.milliseconds - old.expiresAt.milliseconds
                        #expect(abs(moved - step) < 1_000, "an end is shown by the wall as it is now, moved \(moved)")
                    }
                    let second = try await Self.call(county)
                    #expect(try await county.client.with(token: token.token).get("/v1/requests").status == 200)
                    try await eventually("silence and ladder, by their clocks") {
                        let types = Set(try await county.client.request(second).timeline.map(\.type))
                        return types.isSuperset(of: ["offer.silent", "desk.whistled"])
                    }
                    try await Self.set(clocks, county, to: 0)
                    let third = try await Self.call(county)
                    for id in [first, second, third] {
                        #expect(try await county.control("request", "cancel", id).status == 0)
                    }
                }
                let (worst, erased, twice, whistles) = try county.sql { database in
                    (
                        try Int.fetchOne(
                            database,
                            sql: """
                                SELECT max(settled_at - created_at) FROM delivery JOIN notice ON notice.id = notice_id
                                """
                        ),
                        try Int.fetchOne(
                            database,
                            sql: "SELECT count(*) FROM help_request WHERE personal_data_erased_at IS NOT NULL"
                        ),
                        try Int.fetchOne(
                            database,
                            sql: "SELECT count(*) - count(DISTINCT day * 100000 + number) FROM help_request"
                        ),
                        try Int.fetchAll(
                            database,
                            sql: """
                                SELECT min(called_at) - created_at FROM whistle JOIN help_request r ON r.id = request_id
                                GROUP BY r.id
                                """
                        )
                    )
                }
                #expect(try #require(worst) < 5_000)
                #expect(erased == 0)
                #expect(twice == 0)
                #expect(whistles.allSatisfy { $0 >= 3_000 }, "\(whistles)")
                for words in ["the wall clock was set", "the wall clock is doubted"] {
                    #expect(county.log.contains(words))
                }
                #expect(try await county.control("doctor").output.contains("clock"))
            }
        }
    }

    /// A machine that starts with a wrong clock, and one whose battery is dead, dispatch as ever; so they do when it is right again.
    @Test func aStartWithAWrongClockSilencesNobody() async throws {
        try await TestFolder.with { folder in
            let clocks = try await ShimmedClocks(in: folder)
            try await TestCounty.with(in: folder, settings: Self.settings, wrapper: clocks.wrapper) { county in
                try await Self.bringIn(county)
                var open = [try await Self.call(county)]
                for step in [-10 * Self.year, Self.hour, 10 * Self.year] {
                    await county.stop()
                    try clocks.set(wallMilliseconds: step)
                    try await county.start()
                    let standing = try await Self.clock(county)
                    #expect(standing.doubtedSince != nil)
                    open.append(try await Self.call(county))
                    try await Self.set(clocks, county, to: 0)
                    open.append(try await Self.call(county))
                    for id in open { #expect(try await county.control("request", "cancel", id).status == 0) }
                    open = []
                }
                let pending = try await Self.call(county)
                await county.kill()
                try clocks.reboot(named: "second-boot")
                try clocks.set(wallMilliseconds: -56 * Self.year)
                try await county.start()
                #expect(try await county.client.request(pending).offers.contains { $0.state == .pending })
                _ = try await Self.call(county)
                let status = try await county.control("status")
                #expect(status.output.contains("doubted"), "\(status)")
                try await Self.set(clocks, county, to: 0)
                _ = try await Self.call(county)
                let twice = try county.sql { database in
                    try Int.fetchOne(
                        database,
                        sql: "SELECT count(*) - count(DISTINCT day * 100000 + number) FROM help_request"
                    )
                }
                #expect(twice == 0)
                #expect(try await county.control("request", "show", pending).status == 0)
            }
        }
    }
}
