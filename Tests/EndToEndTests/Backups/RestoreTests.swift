import CurlTransport
import DispatchWire
import Foundation
import TestSupport
import Testing

extension EndToEndTests {
    /// Calls come in without a pause; a backup is made; everything is lost; the backup brings it back.
    @Test func aCountyComesBackFromABackupMadeUnderLoad() async throws {
        let simple = "selection:\n  rule: simple\n"
        try await TestCounty.with(settings: simple) { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
            let client = county.client
            let call = NewRequest(category: "medical-transport", place: .village(code: "130533111225"))
            let first: RequestView = try await client.post("/v1/requests", call)
            let offers = try await county.notices(3, "offer.created")
            let link = try #require(offers.first { $0.memberID == "driver" }).body.data.links.callback

            // Callers who do not stop; what each was answered before the backup began must be in it.
            let answered = Locked<[String]>([first.id])
            let isOver = Locked(false)
            let file = county.folder.file("backup.db")
            let before = try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        while !isOver.withLock({ $0 }) {
                            let request: RequestView = try await client.post(
                                "/v1/requests",
                                NewRequest(category: "errand", place: .village(code: "130533111225"))
                            )
                            answered.withLock { $0.append(request.id) }
                        }
                    }
                }
                try await eventually("there is load") {
                    _ = try await client.get("/readyz")
                    return answered.withLock { $0.count } > 20
                }
                let before = answered.withLock { $0 }
                let made = try await county.control("backup", file)
                let during = answered.withLock { $0.count } - before.count
                isOver.withLock { $0 = true }
                #expect(made.status == 0, "\(made)")
                #expect(during > 0, "calls are answered while the backup is made")
                try await group.waitForAll()
                return before
            }
            let since: RequestView = try await client.post("/v1/requests", call)

            #expect(await county.stop() == 0)
            let store = URL(filePath: county.store)
            let refused = try await TestCounty.run(
                try Programs.control,
                ["restore", file, "--store", county.store]
            )
            #expect(refused.status == 1)
            #expect(refused.errors.contains("move the old store away"), "\(refused)")
            let away = county.folder.file("away")
            try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: false)
            for name in try FileManager.default.contentsOfDirectory(atPath: county.folder.path)
            where name.hasPrefix(store.lastPathComponent) {
                try FileManager.default.moveItem(atPath: county.folder.file(name), toPath: "\(away)/\(name)")
            }
            let restored = try await TestCounty.run(
                try Programs.control,
                ["restore", file, "--store", county.store]
            )
            #expect(restored.status == 0, "\(restored)")
            #expect(restored.output.hasPrefix("Restored county \(TestCounty.code) as of "))
            try await county.start()

            // The old access token counts, everything answered before is there, what came since is not.
            for id in before { #expect(try await client.request(id).id == id) }
            #expect(try await client.get("/v1/requests/\(since.id)").status == 404)
            // The old link leads to its offer, and the case goes on.
            #expect(try await client.answer(link, .accept).status == 200)
            let after = try await client.request(first.id)
            #expect(after.assignments.map(\.memberId) == ["driver"])
            try expectOneHolderOfEachSeat(county)
        }
    }
}
