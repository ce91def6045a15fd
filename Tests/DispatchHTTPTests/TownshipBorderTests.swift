import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import TestSupport
import Testing

/// What a township's tokens are told of the people of another township: nothing, until one of these has accepted.
@Suite(.timeLimit(.minutes(2)))
struct TownshipBorderTests {
    /// Everything about people of the second township carries one of these.
    private static let marks = ["BEYOND", "1388888"]
    private static let here = APIRosters.firstTownship

    /// A world whose second township's people are marked, with a desk for each township.
    private func run(_ body: @escaping @Sendable (APIWorld) async throws -> Void) async throws {
        try await APIWorld.run { world in
            var members = APIRosters().members(endpoint: world.receiver.url())
            for number in 6...8 {
                members = members.replacing("MARK Name \(number)", with: "BEYOND \(number)")
                    .replacing("1390000000\(number)", with: "1388888000\(number)")
            }
            try await world.importList("members", members)
            try await world.importList(
                "households",
                """
                id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes
                h1,MARK Old Man,13911110001,999999001001,MARK Lane 1,37.0010,115.2010,WGS-84,m5,MARK needs a stick
                h2,MARK Twin One,13911110002,999999001001,MARK Lane 2,,,,,
                h3,BEYOND Twin Two,13911110002,999999002001,BEYOND Lane 3,,,,,
                h4,BEYOND Old Woman,13888880009,999999002001,BEYOND Lane 4,,,,m6;m7,BEYOND hears little

                """
            )
            try await world.importList(
                "desks",
                """
                id,level,code,name,phone,channel,endpoint,secret
                d1,township,999999001,MARK desk,0000-1,generic,\(world.receiver.url("/desk")),
                d2,township,999999002,BEYOND desk,13888880010,,,

                """
            )
            try await body(world)
        }
    }

    private func expectNothing(
        of reply: APIReply,
        _ what: String,
        location: SourceLocation = #_sourceLocation
    ) {
        for mark in Self.marks where reply.text.contains(mark) {
            Issue.record("\(what) tells “\(mark)”: \(reply.text)", sourceLocation: location)
        }
    }

    @Test func noRouteTellsOfPeopleBeyondTheBorder() async throws {
        try await run { world in
            let there = try await world.open(
                #"{"category":"fall","householdId":"h4","callerPhone":"13888880009","summary":"BEYOND summary"}"#
            )
            try await world.call(
                .post,
                "/v1/requests/\(there.id)/notes",
                token: world.tokens.operator,
                text: #"{"text":"BEYOND note"}"#
            )
            let offer = try #require(there.offers.first { $0.memberId == "m6" })
            try await world.answer(offer, "accept")
            let here = try await world.open(#"{"category":"fall","householdId":"h1"}"#)
            // What the whole county's operator is told shows that there is something to hide.
            let all = try await world.call(.get, "/v1/requests/\(there.id)", token: world.tokens.operator).text
            for mark in Self.marks { #expect(all.contains(mark)) }

            for role in AccessTokenRecord.Role.allCases {
                let token = world.tokens.of(role, Self.here)
                for call in AccessRouteTests.calls where call.method != .head {
                    for id in [there.id, here.id] where call.method == .get || id == there.id {
                        let path = call.path.replacing("{request}", with: id).replacing("/m1", with: "/m6")
                            .replacing("/h1", with: "/h4").replacing("{number}", with: "1")
                            .replacing("{token}", with: "nobody")
                        let reply = try await world.call(call.method, path, token: token, text: call.body)
                        expectNothing(of: reply, "\(call.method) \(path) as \(role)")
                        #expect(reply.status != 500)
                    }
                }
                for body in [
                    #"{"category":"fall","householdId":"h4"}"#,
                    #"{"category":"fall","householdId":"h4","place":{"villageCode":"999999001001"}}"#,
                    #"{"category":"fall","callerPhone":"13888880009"}"#,
                    #"{"category":"fall","callerPhone":"13888880009","place":{"villageCode":"999999001001"}}"#,
                    #"{"category":"fall","callerPhone":"13911110002"}"#,
                ] {
                    let reply = try await world.call(.post, "/v1/requests", token: token, text: body)
                    expectNothing(of: reply, "\(body) as \(role)")
                }
                for query in ["?limit=100", "?limit=100&latitude=37.1&longitude=115.3"] {
                    for path in ["members", "members/nearest", "requests", "requests/\(here.id)/explanation"] {
                        let reply = try await world.call(.get, "/v1/\(path)\(query)", token: token)
                        expectNothing(of: reply, "\(path)\(query) as \(role)")
                    }
                }
                // Theirs to see, so it tells when all that came before has come.
                let last = try await world.open()
                let events = try await EventStream.follow(world, token: token, from: 0) { events in
                    events.last?.data?.contains(last.id) ?? false
                }
                for event in events {
                    for mark in Self.marks { #expect(event.data?.contains(mark) != true) }
                }
            }
        }
    }

    @Test func aHouseholdBeyondTheBorderIsNotBroughtAlong() async throws {
        try await run { world in
            let before = try await world.deeds()
            for role in [AccessTokenRecord.Role.operator, .administrator, .integrator] {
                let reply = try await world.call(
                    .post,
                    "/v1/requests",
                    token: world.tokens.of(role, Self.here),
                    text: #"{"category":"fall","householdId":"h4","place":{"villageCode":"999999001001"}}"#
                )
                #expect(reply.code == .forbidden, "\(role)")
                #expect(reply.json["field"] == "scope")
            }
            #expect(try await world.deeds() == before, "nothing is opened")
            let own = try await world.call(
                .post,
                "/v1/requests",
                token: world.tokens.of(.operator, Self.here),
                text: #"{"category":"fall","householdId":"h1","place":{"villageCode":"999999001002"}}"#
            )
            #expect(own.status == 201)
        }
    }

    @Test func assigningBeyondTheBorderAsksAndTheAcceptTellsWhoComes() async throws {
        try await run { world in
            let token = world.tokens.of(.operator, Self.here)
            let request = try await world.open(#"{"category":"fall","householdId":"h1"}"#)
            func assign(_ member: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(request.id)/assign",
                    token: token,
                    text: #"{"memberId":"\#(member)","seat":"helper"}"#
                )
            }
            let reply = try await assign("m7")
            expectNothing(of: reply, "asking")
            let asked: RequestView = try reply.read()
            #expect(asked.assignments.isEmpty)
            #expect(asked.state == .open)
            let offer = try #require(asked.offers.last)
            #expect(offer.memberId == "m7" && offer.reason == "by-hand" && offer.rank == 1 && offer.state == .pending)
            let notice = try await world.receiver.waitForRequests(1) { $0.path == "/m7" }
            #expect(notice[0].text.contains("offer.created"))
            for mark in APIRosters.marks { #expect(!notice[0].text.contains(mark), "they have not accepted yet") }
            let again: RequestView = try await assign("m7").read()
            #expect(again.offers.count == asked.offers.count)
            // Who cannot be reached is told to be so.
            let rung: RequestView = try await assign("m8").read()
            #expect(rung.offers.last?.state == .undeliverable)

            #expect(try await world.answer(offer, "accept").status == 200)
            let shown = try await world.call(.get, "/v1/requests/\(request.id)", token: token).read(RequestView.self)
            let assignment = try #require(shown.assignments.first)
            #expect(assignment.memberName == "BEYOND 7")
            #expect(assignment.memberPhone == "13888880007")
            let machine = try await world.call(
                .get,
                "/v1/requests/\(request.id)",
                token: world.tokens.of(.desk, Self.here)
            )
            expectNothing(of: machine, "a desk's token")
        }
    }

    @Test func whoIsBusyAndWhoIsFreeBeyondTheBorderIsToldWithoutNames() async throws {
        try await run { world in
            let token = world.tokens.of(.operator, Self.here)
            let there = try await world.open(#"{"category":"fall","householdId":"h4"}"#)
            try await world.answer(try #require(there.offers.first { $0.memberId == "m6" }), "accept")
            let here = try await world.open(#"{"category":"fall","householdId":"h1"}"#)
            func assign(as token: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(here.id)/assign",
                    token: token,
                    text: #"{"memberId":"m6","seat":"helper"}"#
                )
            }
            let reply = try await assign(as: token)
            #expect(reply.code == .memberBusy)
            expectNothing(of: reply, "the candidates")
            #expect(reply.json["detail"]?.text == "They are on another request.")
            let candidates = reply.json["candidates"]?.elements ?? []
            #expect(candidates.count == 7)
            for candidate in candidates {
                let isOwn = (candidate["memberId"]?.text ?? "") < "m6"
                #expect((candidate["name"] != nil) == isOwn && (candidate["phone"] != nil) == isOwn)
            }
            let county = try await assign(as: world.tokens.operator)
            #expect(county.text.contains("BEYOND 7"))
            #expect(county.json["detail"]?.text == "They are on request \(there.number).")
        }
    }

    @Test func whomToRingIsNamedWithinTheBorderOnly() async throws {
        try await run { world in
            for number in 1...7 {
                try await world.call(
                    .patch,
                    "/v1/members/m\(number)",
                    token: world.tokens.operator,
                    text: #"{"duty":"off"}"#
                )
            }
            let reply = try await world.call(
                .post,
                "/v1/requests",
                token: world.tokens.of(.operator, Self.here),
                text: #"{"category":"fall","place":{"villageCode":"999999001001"}}"#
            )
            let request: RequestView = try reply.read()
            #expect(request.state == .unanswered)
            #expect(request.unansweredNearest?.map(\.memberId) == ["m8"])
            #expect(request.unansweredNearest?.first?.name == nil)
            expectNothing(of: reply, "whom to ring")
        }
    }

    @Test func aTownshipsDeskIsToldItsOwnMembersToRing() async throws {
        try await run { world in
            for number in 1...4 {
                try await world.call(
                    .patch,
                    "/v1/members/m\(number)",
                    token: world.tokens.operator,
                    text: #"{"duty":"off"}"#
                )
            }
            let request = try await world.open(#"{"category":"fall","householdId":"h1"}"#)
            try await world.call(.post, "/v1/requests/\(request.id)/escalate", token: world.tokens.operator)
            let received = try await world.receiver.waitForRequests(1) { $0.text.contains("desk.whistled") }
            let notice: NoticeBody = try WireJSON.read(from: Array(received[0].text.utf8))
            let page = String(notice.data.links.page.dropFirst("http://arrived.example".count))
            let after = try await world.tap("action=report-in", on: page)
            #expect(after.text.contains("MARK Name 5"))
            expectNothing(of: after, "the desk's page")
        }
    }

    @Test func similarCallsBeyondTheBorderAreNotTold() async throws {
        try await APIWorld.run { policy in
            policy.similarRadiusMeters = 100_000
        } _: { world in
            let there = try await world.open(#"{"category":"fall","place":{"villageCode":"999999002001"}}"#)
            let here = try await world.open()
            #expect(here.similar.map(\.id) == [there.id])
            let reply = try await world.call(
                .get,
                "/v1/requests/\(here.id)",
                token: world.tokens.of(.operator, Self.here)
            )
            #expect(try reply.read(RequestView.self).similar.isEmpty)
        }
    }
}
