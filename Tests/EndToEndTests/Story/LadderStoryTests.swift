import DispatchWire
import TestSupport
import Testing

extension EndToEndTests {
    /// Nobody answers: desks are called one after the other, also over a kill, until one reports in; then somebody is sent.
    @Test func whenNobodyAnswersADeskTakesItInHand() async throws {
        let settings = """
            escalation:
              immediateBranchSeconds: 1
              immediateTownshipSeconds: 3
              immediateCountySeconds: 600
            """
        try await TestCounty.with(settings: settings) { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
            try await county.bringIn(.households, InventedVillage.households)
            let desk = county.receiver.url("/desks")
            try await county.bringIn(
                .desks,
                """
                id,level,code,name,phone,channel,endpoint,secret
                branch-desk,branch,130533111225,试验支部值班台,0319-5550301,generic,\(desk)/branch-desk,
                town-desk,township,130533111,试验镇值班台,0319-5550302,generic,\(desk)/town-desk,
                """
            )
            let call = try await county.control("call", InventedVillage.callerPhone, "medical-transport", "腿疼")
            #expect(call.status == 0, "\(call)")

            let first = try await county.notices(1, "desk.whistled") { $0.memberID == "branch-desk" }
            #expect(first.count == 1)
            await county.kill()
            try await county.start()
            let second = try await county.notices(1, "desk.whistled") { $0.memberID == "town-desk" }
            let links = try #require(second.first?.body.data.links)

            let page = try await county.client.get(page: links.page)
            let before = String(decoding: page.body, as: UTF8.self)
            #expect(before.contains("report-in"))
            #expect(!before.contains(InventedVillage.householdName))
            let answer = try await county.client.answer(links.callback, .reportIn)
            #expect(answer.status == 200)
            let reply: CallbackReply = try answer.read()
            #expect(reply.details?.name == InventedVillage.householdName)

            // The desk rings the driver, and the operator sends them.
            let assigned = try await county.control("request", "assign", "1", "driver")
            #expect(assigned.status == 0, "\(assigned)")
            let thanked = try await county.notices(2, "desk.stood-down")
            #expect(thanked.map(\.memberID).sorted() == ["branch-desk", "town-desk"])
            let shown = try await county.control("request", "show", "1")
            for word in ["试验支部值班台", "town-desk reports in by town-desk", "driver"] {
                #expect(shown.output.contains(word), "\(word) in \(shown.output)")
            }
            let explained = try await county.control("request", "explain", "1")
            #expect(explained.output.contains("walker"), "\(explained.output)")
        }
    }

    @Test func aClosedCaseIsReopenedByHand() async throws {
        try await TestCounty.with { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
            _ = try await county.control("call", "110", "fall", "--village-code", "130533111225", "--urgency", "urgent")
            for arguments in [
                ["assign", "1", "walker"], ["seat", "1", "helper"], ["note", "1", "他女儿", "星期天来"], ["cancel", "1"],
                ["reopen", "1"], ["escalate", "1"],
            ] {
                let result = try await TestCounty.run(
                    try Programs.control,
                    ["request"] + arguments + ["--server", county.baseURL, "--token-file", county.folder.file("token")]
                )
                #expect(result.status == 0, "\(arguments): \(result)")
            }
            let refused = try await county.control("request", "reopen", "1")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("only what is cleared, closed or cancelled can be reopened"))
            let shown = try await county.control("request", "show", "1")
            for word in ["他女儿 星期天来", "NO DESK", "reopened by", "a seat more, helper"] {
                #expect(shown.output.contains(word), "\(word) in \(shown.output)")
            }
            try expectOneHolderOfEachSeat(county)
        }
    }
}
