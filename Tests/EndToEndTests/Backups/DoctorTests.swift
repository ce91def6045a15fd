import DispatchWire
import Foundation
import TestSupport
import Testing

extension EndToEndTests {
    private func doctor(_ county: TestCounty, _ arguments: String...) async throws -> TestCounty.CommandResult {
        try await TestCounty.run(
            try Programs.control,
            ["doctor", "--server", county.baseURL, "--token-file", county.folder.file("token")] + arguments
        )
    }

    private func findings(_ result: TestCounty.CommandResult) throws -> [String: FindingView] {
        let report = try WireJSON.read(DoctorReport.self, from: Array(result.output.utf8))
        return Dictionary(report.findings.map { ($0.subject, $0) }) { first, _ in first }
    }

    @Test func theDoctorAsksARunningDaemonAndReadsAStoppedOne() async throws {
        try await TestCounty.with { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
            let request: RequestView = try await county.client.post(
                "/v1/requests",
                NewRequest(category: "medical-transport", place: .village(code: "130533111225"))
            )
            let link = try #require(try await county.notices(3, "offer.created").first).body.data.links.callback
            #expect(try await county.client.answer(link, .accept).status == 200)
            #expect(try await county.control("backup").status == 0)
            let config = try county.folder.write(
                "store: \(county.store)\nhttp:\n  publicURL: \(county.baseURL)\n",
                to: "doctor.yaml"
            )

            let running = try await doctor(county, "--config", config, "--json")
            var found = try findings(running)
            for subject in [
                "configuration", "schema", "integrity", "journal", "clock", "permissions", "backups", "address",
            ] {
                #expect(found[subject]?.grade == .ok, "\(subject): \(running)")
            }
            // Whether the machine's clock is kept right is the machine's affair.
            #expect(running.status <= 1)

            // The name in the links leads to a port where nobody listens.
            let nobody = try RefusingPort()
            let closed = try county.folder.write(
                "http:\n  publicURL: http://127.0.0.1:\(nobody.port)\n",
                to: "closed.yaml"
            )
            let unreachable = try await doctor(county, "--config", closed, "--json")
            #expect(unreachable.status == 2)
            #expect(try findings(unreachable)["address"]?.grade == .failure)

            let broken = try county.folder.write("backup:\n  keep: 0\n", to: "broken.yaml")
            let misconfigured = try await doctor(county, "--config", broken)
            #expect(misconfigured.status == 2)
            #expect(misconfigured.output.contains("backup.keep"))
            #expect(misconfigured.output.hasPrefix("failure: configuration"))

            await county.stop()
            let stopped = try await doctor(county, "--config", config, "--json")
            found = try findings(stopped)
            for subject in ["schema", "integrity", "journal", "clock", "permissions", "backups"] {
                #expect(found[subject]?.grade == .ok, "\(subject): \(stopped)")
            }
            #expect(found["daemon"]?.grade == .warning)
            #expect(stopped.status == 1)
            // It was only read.
            try await county.start()
            #expect(try await county.client.request(request.id).assignments.count == 1)
            await county.stop()

            // A page of the store is damaged.
            let file = try FileHandle(forUpdating: URL(filePath: county.store))
            try file.seek(toOffset: 20_000)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 9_000))
            try file.close()
            let damaged = try await doctor(county, "--config", config)
            #expect(damaged.status == 2, "\(damaged)")
            #expect(damaged.output.hasPrefix("failure: "))
        }
    }
}
