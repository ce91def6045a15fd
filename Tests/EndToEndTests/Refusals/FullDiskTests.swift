import DispatchWire
import TestSupport
import Testing

extension EndToEndTests {
    /// Room for the store, its reserve of 64 MiB and twice the margin of 16 MiB, with some to spare.
    private static let diskBytes = 128 << 20

    @Test(.enabled(if: MountedFolder.isPermitted, "needs permission to mount"))
    func aFullDiskStopsNewRequestsAndNothingElse() async throws {
        try await MountedFolder.with(sizeBytes: Self.diskBytes) { mount in
            try await TestCounty.with(in: mount.folder, settings: "offers:\n  answerSilenceSeconds: 2\n") { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                try await county.bringIn(
                    .members,
                    InventedVillage.members(endpointBase: county.receiver.url(""))
                )
                let call = NewRequest(category: "medical-transport", place: .village(code: "130533111225"))
                let request: RequestView = try await county.client.post("/v1/requests", call)
                let offers = try await county.notices(3, "offer.created")
                let driver = try #require(offers.first { $0.memberID == "driver" }).body.data.links.callback

                // Below the margin: refused before any commit has to fail.
                try mount.fill(leaving: 8 << 20)
                try await eventually("new requests are refused") {
                    try await county.client.post("/v1/requests", call).problem == .diskFull
                }
                #expect(try await county.client.post("/v1/requests", call).status == 507)
                let short = String(decoding: try await county.client.get("/metrics").body, as: UTF8.self)
                #expect(short.contains("\narrived_disk_reserve_held 0\n"))
                #expect(!short.contains("\narrived_overload_refusals_total{reason=\"disk-full\"} 0\n"))
                let refused = try await county.control("import", "villages", county.folder.file("villages.csv"))
                #expect(refused.status != 0)

                // To the last byte: what is open goes on in the reserve.
                try mount.fill(leaving: 0)
                #expect(try await county.client.answer(driver, .accept).status == 200)
                try await county.notices(1, "assignment.created")
                for action in [CallbackAction.Action.enRoute, .onScene, .atFacility] {
                    let answer = try await county.client.answer(driver, action)
                    #expect(answer.status == 200, "\(action): \(String(decoding: answer.body, as: UTF8.self))")
                }
                // Ticks too: the silence of those who were asked is noted.
                #expect(try await county.client.answer(driver, .release).status == 200)
                try await eventually("silence is noted") {
                    try await county.client.request(request.id).timeline.contains { $0.type == "offer.silent" }
                }
                #expect(try await county.client.post("/v1/requests", call).status == 507)

                // A kill in the middle of it changes nothing.
                await county.kill()
                try await county.start()
                #expect(try await county.client.post("/v1/requests", call).status == 507)
                #expect(try await county.client.request(request.id).assignments.count == 1)

                try mount.empty()
                try await eventually("new requests are taken again") {
                    try await county.client.post("/v1/requests", call).status == 201
                }
                let enough = String(decoding: try await county.client.get("/metrics").body, as: UTF8.self)
                #expect(enough.contains("\narrived_disk_reserve_held 1\n"))
            }
        }
    }
}
