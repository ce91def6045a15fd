import DispatchWire
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DoctorRouteTests {
    @Test func aHouseInOrderIsFoundSoundWhileCallsGoOn() async throws {
        try await APIWorld.run { world in
            _ = try await world.openAndClear()
            let request = try await world.open()
            async let reply = world.call(.get, "/v1/doctor", token: world.tokens.administrator)
            try await world.answer(try #require(request.offers.first), "accept")
            let report: DoctorReport = try await reply.read()
            let subjects = report.findings.map(\.subject)
            #expect(
                subjects == [
                    "schema", "integrity", "rows", "journal", "clock", "disk", "permissions", "backups", "daemon",
                ]
            )
            for finding in report.findings where !["backups", "disk"].contains(finding.subject) {
                #expect(finding.grade == .ok, "\(finding)")
            }
            // Nothing of people.
            #expect(try await !world.call(.get, "/v1/doctor", token: world.tokens.administrator).text.contains("MARK"))
        }
    }
}
