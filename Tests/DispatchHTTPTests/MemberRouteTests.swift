import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct MemberRouteTests {
    @Test func namesTheNearestWhoAreFree() async throws {
        try await APIWorld.run { world in
            func nearest(_ query: String, _ token: String) async throws -> [NearestMembers.NearMember] {
                let target = "/v1/members/nearest?latitude=37.1&longitude=115.3\(query)"
                return try await world.call(.get, target, token: token).read(NearestMembers.self).members
            }
            let all = try await nearest("&limit=100", world.tokens.operator)
            #expect(all.count == 8)
            #expect(Set(all.prefix(3).map(\.id)) == ["m6", "m7", "m8"])
            #expect(all.first?.distanceMeters == 0)
            #expect(all.map(\.distanceMeters) == all.map(\.distanceMeters).sorted())
            #expect(all.allSatisfy { $0.name?.hasPrefix("MARK Name") == true && $0.phone != nil && $0.etaSeconds > 0 })
            #expect(try await nearest("", world.tokens.integrator).allSatisfy { $0.name == nil && $0.phone == nil })
            #expect(try await nearest("&limit=1", world.tokens.operator).count == 1)
            #expect(
                Set(try await nearest("&limit=3&requires=vehicle;first-aid", world.tokens.operator).map(\.id)) != ["m8"]
            )
            #expect(!(try await nearest("&requires=vehicle&limit=100", world.tokens.operator).map(\.id).contains("m8")))
            #expect(try await nearest("&requires=helicopter", world.tokens.operator).isEmpty)

            // Off duty, away and assigned members are not free.
            let patch = "/v1/members/"
            try await world.call(.patch, "\(patch)m6", token: world.tokens.operator, text: #"{"duty":"off"}"#)
            let later = WireTime(milliseconds: world.dispatcher.clock.wallNow.milliseconds + 3_600_000)
            try await world.call(
                .patch,
                "\(patch)m7",
                token: world.tokens.operator,
                text: #"{"awayUntil":"\#(later)"}"#
            )
            let request = try await world.open()
            try await world.call(
                .post,
                "/v1/requests/\(request.id)/assign",
                token: world.tokens.operator,
                text: #"{"memberId":"m8","seat":"helper"}"#
            )
            let left = try await nearest("&limit=100", world.tokens.operator).map(\.id)
            #expect(Set(left) == ["m1", "m2", "m3", "m4", "m5"])
        }
    }

    @Test func readsCoordinatesInTheirSystem() async throws {
        try await APIWorld.run { world in
            // The village's own point as a map of China shows it.
            let target = "/v1/members/nearest?latitude=37.0007&longitude=115.2062&crs=GCJ-02&limit=1"
            let reply: NearestMembers = try await world.call(.get, target, token: world.tokens.operator).read()
            let distance = try #require(reply.members.first?.distanceMeters)
            #expect(distance < 150, "500 m lie between the systems")
        }
    }

    @Test func changesDutyAbsenceAndPosition() async throws {
        try await APIWorld.run { world in
            func patch(_ body: String) async throws -> MemberView {
                let reply = try await world.call(.patch, "/v1/members/m1", token: world.tokens.operator, text: body)
                #expect(reply.status == 200, "\(reply.text)")
                return try reply.read()
            }
            let before = try await world.call(.get, "/v1/members/m1", token: world.tokens.operator).read(
                MemberView.self
            )
            #expect(before.duty == .on)
            #expect(before.name == "MARK Name 1")
            #expect(before.village == "Upper Example")
            #expect(
                before.endpoint == "http://127.0.0.1:\(world.receiver.port)",
                "without its path, which may be secret"
            )
            #expect(try await patch(#"{"duty":"off"}"#).duty == .off)
            let later = WireTime(milliseconds: world.dispatcher.clock.wallNow.milliseconds + 3_600_000)
            let away = try await patch(#"{"duty":"on","awayUntil":"\#(later)"}"#)
            #expect(away.duty == .on)
            #expect(away.awayUntil == later)
            #expect(try await patch(#"{"awayUntil":null}"#).awayUntil == nil)
            let moved = try await patch(#"{"position":{"latitude":37.05,"longitude":115.25}}"#)
            #expect(moved.position == MemberView.ReportedPosition(latitude: 37.05, longitude: 115.25))
            let position = try await world.deeds()
            #expect(try await patch(#"{"duty":"on"}"#) == moved)
            #expect(try await world.deeds() == position, "nothing new, nothing journaled")
        }
    }

    @Test(
        arguments: [
            ("{}", ProblemCode.missingField, nil), (#"{"duty":"maybe"}"#, .invalidValue, "duty"),
            (#"{"duty":true}"#, .wrongType, "duty"), (#"{"name":"x"}"#, .unknownField, "name"),
            (#"{"awayUntil":"2001-01-01T00:00:00Z"}"#, .invalidValue, "awayUntil"),
            (#"{"awayUntil":7}"#, .wrongType, "awayUntil"), (#"{"position":{}}"#, .missingField, "position.latitude"),
            (#"{"position":{"latitude":0,"longitude":0}}"#, .offTheMap, "position.latitude"),
            (#"{"position":{"latitude":95,"longitude":0}}"#, .invalidValue, "position.latitude"),
        ] as [(String, ProblemCode, String?)]
    )
    func refusesAChangeThatMakesNoSense(body: String, code: ProblemCode, field: String?) async throws {
        try await APIWorld.run { world in
            let before = try await world.deeds()
            let reply = try await world.call(.patch, "/v1/members/m1", token: world.tokens.operator, text: body)
            #expect(reply.code == code)
            #expect(reply.json["field"]?.text == field)
            #expect(try await world.deeds() == before)
        }
    }

    @Test func listsMembersInPages() async throws {
        try await APIWorld.run { world in
            func list(_ query: String) async throws -> MemberList {
                try await world.call(.get, "/v1/members\(query)", token: world.tokens.operator).read()
            }
            let first = try await list("?limit=3")
            #expect(first.members.map(\.id) == ["m1", "m2", "m3"])
            #expect(first.next == "m3")
            #expect(try await list("?limit=3&after=m6").members.map(\.id) == ["m7", "m8"])
            #expect(try await list("?limit=3&after=m6").next == nil)
            #expect(try await list("?villageCode=999999002001").members.map(\.id) == ["m6", "m7", "m8"])
            let ringing = try #require(try await list("?after=m7").members.first)
            #expect(ringing.channel == nil && ringing.endpoint == nil)
        }
    }

    @Test func showsWhatAMemberHolds() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let offer = request.offers[0]
            try await world.answer(offer, "accept")
            try await world.answer(offer, "en-route")
            let member: MemberView = try await world.call(
                .get,
                "/v1/members/\(offer.memberId)",
                token: world.tokens.operator
            ).read()
            #expect(member.assignment?.requestId == request.id)
            #expect(member.assignment?.number == request.number)
            #expect(member.assignment?.state == .enRoute)
        }
    }

    @Test func aRenewedLinkEndsTheOneBeforeAtOnce() async throws {
        try await APIWorld.run { world in
            func link(_ query: String) async throws -> String {
                let reply = try await world.call(.post, "/v1/members/m1/link\(query)", token: world.tokens.operator)
                let url = try reply.read(MemberLink.self).url
                return String(url.dropFirst("http://arrived.example".count))
            }
            let first = try await link("")
            #expect(try await link("?renew=false") == first)
            #expect(try await world.call(.get, first).status == 200)
            let second = try await link("?renew=true")
            #expect(second != first)
            for method in [HTTPRequest.Method.get, .post] {
                let text = method == .post ? "action=off-duty" : ""
                #expect(try await world.call(method, first, text: text).status == 404)
            }
            #expect(try await world.call(.get, second).status == 200)
            #expect(try await link("") == second)
            for query in ["?renew=maybe", "?again=true"] {
                let reply = try await world.call(.post, "/v1/members/m1/link\(query)", token: world.tokens.operator)
                #expect(reply.status == 422)
            }
        }
    }

    @Test func aWrongListPutRightLeavesTheLinkAlone() async throws {
        try await APIWorld.run { world in
            let operators = world.tokens.operator
            let whole = APIRosters().members(endpoint: world.receiver.url())
            func link() async throws -> String {
                try await world.call(.post, "/v1/members/m2/link", token: operators).read(MemberLink.self).url
            }
            func importMembers(_ text: String) async throws {
                let reply = try await world.call(
                    .post,
                    "/v1/imports/members?removeMissing=true",
                    token: world.tokens.administrator,
                    text: text
                )
                try #require(reply.status == 200, "\(reply.text)")
            }
            let first = try await link()
            try await importMembers(
                whole.split(separator: "\n").filter { !$0.hasPrefix("m2,") }.joined(separator: "\n") + "\n"
            )
            let path = String(first.dropFirst("http://arrived.example".count))
            #expect(try await world.call(.get, path).status == 404)
            try await importMembers(whole)
            #expect(try await world.call(.get, path).status == 200)
            #expect(try await link() == first)
            try await importMembers(whole.replacing("13900000002", with: "13900000099"))
            #expect(try await world.call(.get, path).status == 404, "whose phone has that bookmark?")
            #expect(try await link() != first)
        }
    }

    @Test func findsVillagesByName() async throws {
        try await APIWorld.run { world in
            func find(_ query: String) async throws -> [String] {
                let reply = try await world.call(.get, "/v1/villages\(query)", token: world.tokens.desk)
                return try reply.read(VillageList.self).villages.map(\.code)
            }
            let all = try await find("")
            #expect(all.count == 4)
            #expect(try await find("?name=Twin%20Example") == [APIRosters.secondVillage, APIRosters.thirdVillage])
            #expect(try await find("?name=Upper%20Example%E6%9D%91") == [APIRosters.firstVillage], "with 村")
            #expect(try await find("?name=Lower") == ["999999002002"])
            #expect(try await find("?name=Nowhere").isEmpty)
        }
    }
}
