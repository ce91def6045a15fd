import DispatchWire
import TestSupport
import Testing

extension EndToEndTests {
    @Test func ofFiftyAcceptsAtOnceOneHoldsTheSeat() async throws {
        let count = 50
        try await TestCounty.with(settings: "selection:\n  rule: simple\n  initialOffers: \(count)\n") { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            let header =
                "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
            let members = (1...count).map { number in
                "m\(number),试员\(number),,130533111225,,,,,vehicle,car,generic,"
                    + "\(county.receiver.url("/members/m\(number)")),"
            }
            try await county.bringIn(.members, ([header] + members).joined(separator: "\n"))
            let request: RequestView = try await county.client.post(
                "/v1/requests",
                NewRequest(category: "medical-transport", place: .village(code: "130533111225"))
            )
            let offers = try await county.notices(count, "offer.created")

            let client = county.client
            let answers = try await withThrowingTaskGroup { group in
                for offer in offers {
                    group.addTask { try await client.answer(offer.body.data.links.callback, .accept) }
                }
                return try await group.reduce(into: [APIClient.Answer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 200 } == 1)
            #expect(answers.count { $0.problem == .alreadyCovered } == count - 1)

            let after = try await client.request(request.id)
            #expect(after.assignments.count == 1)
            #expect(after.assignments.first?.primary == true)
            #expect(after.offers.count { $0.state == .accepted } == 1)
            #expect(after.offers.count { $0.state == .withdrawn } == count - 1)
            try await county.notices(1, "assignment.created")
            // Everybody who was asked and is not needed hears so.
            try await county.notices(count - 1, "offer.withdrawn")
            try expectOneHolderOfEachSeat(county)
        }
    }
}
