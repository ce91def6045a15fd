import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import Foundation
import RosterFiles
import StoreTestSupport
import Testing

/// The same people in lists of two programs, one of which writes letters and their marks apart.
struct TwoSpellingsTests {
    private static let composed = "caf\u{E9}\u{90CE}"
    private static let decomposed = "cafe\u{301}\u{F92C}"
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func importMembers(_ id: String, phone: String, into dispatcher: Dispatcher) async throws -> Importer.Report
    {
        let lines = [
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret",
            "\(id),名\(id),\(phone),900100,支部\(id),,,,\(id),walk,,,",
        ]
        let path = folder.path("\(UUID().uuidString).csv")
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        return try await dispatcher.importer.perform(
            Importer.Order(
                path: path,
                kind: .members,
                encoding: .utf8,
                isDryRun: false,
                removesMissing: false,
                actor: .token(StoreFixture.tokenID)
            ),
            progress: { _, _, _ in }
        )
    }

    @Test(arguments: [(composed, decomposed), (decomposed, composed)])
    func twoListsARestartAndTheDoctor(first: String, second: String) async throws {
        let one = MemberID(first)
        let other = MemberID(second)
        var links: [String] = []
        try await House.withDispatcher(in: folder) { dispatcher in
            #expect(try await importMembers(first, phone: "0000-1", into: dispatcher).added == 1)
            _ = try await dispatcher.writer.submit(
                .changeMember(one, MemberChange(isOnDuty: false)),
                by: .token(StoreFixture.tokenID)
            )
            links.append(try #require(try await dispatcher.memberLinkToken(of: one)))
            let again = try await importMembers(second, phone: "0000-1", into: dispatcher)
            #expect(again.unchanged == 1 && again.added == 0 && again.changed == 0)
            #expect(try await importMembers(second, phone: "0000 1", into: dispatcher).changed == 1)
            _ = try await dispatcher.writer.submit(
                .changeMember(other, MemberChange(awayUntil: .some(dispatcher.clock.wallNow.adding(seconds: 3600)))),
                by: .token(StoreFixture.tokenID)
            )
            links.append(try #require(try await dispatcher.memberLinkToken(of: other)))
        }
        #expect(links[0] == links[1])
        try await House.withDispatcher(in: folder) { dispatcher in
            for id in [one, other] {
                let member = try #require(try await dispatcher.store.member(id))
                #expect(!member.isOnDuty)
                #expect(member.awayUntil != nil)
                #expect(member.record.phone == "0000 1")
            }
            #expect(try await dispatcher.member(ofToken: links[0]) == one)
            let findings = try #require(await dispatcher.doctor.findings())
            for subject in ["integrity", "rows", "journal"] {
                let finding = findings.first { $0.subject == subject }
                #expect(finding?.grade == .ok, "\(String(describing: finding))")
            }
        }
    }

    @Test func aSecretInAnotherSpellingIsAnotherOne() {
        func record(_ secret: String) -> EndpointRecord {
            EndpointRecord(url: "https://endpoint.example/a", channel: "feishu", secret: secret)
        }
        #expect(record(Self.composed) != record(Self.decomposed))
        #expect(record(Self.composed) == record(Self.composed))
    }
}
