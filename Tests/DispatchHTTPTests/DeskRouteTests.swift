import DispatchCore
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Desks over the API: imported, called upon, and reporting in by callback, page and token.
@Suite(.timeLimit(.minutes(2)))
struct DeskRouteTests {
    private static let header = "id,level,code,name,phone,channel,endpoint,secret"

    private func importDesks(_ rows: [String], in world: APIWorld) async throws -> APIReply {
        try await world.call(
            .post,
            "/v1/imports/desks",
            token: world.tokens.administrator,
            text: ([Self.header] + rows).joined(separator: "\n")
        )
    }

    private func importAll(in world: APIWorld) async throws {
        let endpoint = world.receiver.url("/desk")
        let reply = try await importDesks(
            [
                "d1,branch,999999001001,MARK branch desk,0000-11,generic,\(endpoint),",
                "d2,township,999999001,MARK township desk,0000-12,,,",
                "d3,county,999999,MARK county desk,0000-13,generic,\(endpoint),",
            ],
            in: world
        )
        try #require(reply.status == 200, "\(reply.text)")
    }

    private func steer(_ request: RequestView, _ verb: String, in world: APIWorld) async throws -> APIReply {
        try await world.call(.post, "/v1/requests/\(request.id)/\(verb)", token: world.tokens.operator)
    }

    /// The notice that a desk was sent, once it has arrived.
    private func whistle(in world: APIWorld) async throws -> NoticeBody {
        let received = try await world.receiver.waitForRequests(1) { $0.text.contains("desk.whistled") }
        return try WireJSON.read(NoticeBody.self, from: Array(received[0].text.utf8))
    }

    private func path(_ url: String) throws -> String {
        let prefix = "http://arrived.example"
        try #require(url.hasPrefix(prefix))
        return String(url.dropFirst(prefix.count))
    }

    @Test func desksAreImportedAndListed() async throws {
        try await APIWorld.run { world in
            try await importAll(in: world)
            let list: DeskList = try await world.call(.get, "/v1/desks", token: world.tokens.operator).read()
            #expect(list.desks.map(\.id) == ["d1", "d2", "d3"])
            #expect(list.desks[0].endpoint == "http://127.0.0.1:\(world.receiver.port)", "a path may be a secret")
            #expect(list.desks[1].endpoint == nil)
            let other = world.tokens.of(.desk, APIRosters.secondTownship)
            let seen: DeskList = try await world.call(.get, "/v1/desks", token: other).read()
            #expect(seen.desks.map(\.id) == ["d3"])
        }
    }

    @Test func twoDesksOfOnePlaceAreRefusedAlsoAcrossFiles() async throws {
        try await APIWorld.run { world in
            try await importAll(in: world)
            let reply = try await importDesks(["d9,township,999999001,another,0000-19,,,"], in: world)
            #expect(reply.code == .importRefused)
            #expect(reply.text.contains("d2"))
            let list: DeskList = try await world.call(.get, "/v1/desks", token: world.tokens.operator).read()
            #expect(list.desks.count == 3)
        }
    }

    @Test func theClockCallsADeskWhichReportsInByCallback() async throws {
        try await APIWorld.run { policy in
            policy.ladder.immediate = Ladder.Clock(branchSeconds: 1, townshipSeconds: 600, countySeconds: 600)
        } _: { world in
            try await importAll(in: world)
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"13911110001","summary":"MARK summary"}"#
            )
            let notice = try await whistle(in: world)
            #expect(notice.data.desk?.id == "d1")
            #expect(notice.data.request.number == request.number)
            #expect(notice.data.request.advice == ["call-120"])
            #expect(notice.data.details == nil)
            #expect(!(try notice.encoded().contains("MARK summary".utf8)))

            let callback = try path(notice.data.links.callback)
            let wrong = try await world.call(.post, callback, text: #"{"action":"accept"}"#)
            #expect(wrong.code == .outOfOrder)
            #expect(wrong.json["allowed"]?.elements.compactMap(\.text) == ["report-in"])
            for _ in 0..<2 {
                let reply: CallbackReply = try await world.call(.post, callback, text: #"{"action":"report-in"}"#)
                    .read()
                #expect(reply.state == "reported-in")
                #expect(reply.details?.summary == "MARK summary")
            }
            let view = try await world.show(request.id)
            #expect(view.whistles.map(\.deskId) == ["d1"])
            #expect(view.whistles[0].reportedInAt != nil)
            #expect(view.whistles[0].deskPhone == "0000-11")
            #expect(view.timeline.contains { $0.type == "desk.reported-in" && $0.actor == "d1" })
        }
    }

    @Test func aDeskReportsInByItsPageAndIsThanked() async throws {
        try await APIWorld.run { world in
            try await importAll(in: world)
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"13911110001","summary":"MARK summary"}"#
            )
            #expect(try await steer(request, "escalate", in: world).status == 200)
            let notice = try await whistle(in: world)
            let page = try path(notice.data.links.page)
            let before = try await world.call(.get, page)
            #expect(before.text.contains("report-in"))
            #expect(!before.text.contains("MARK"))
            let after = try await world.tap("action=report-in", on: page)
            #expect(after.text.contains("MARK summary"))
            #expect(after.text.contains("tel:"), "those nearby can be rung")
            // Somebody goes: the desk is thanked, and its page tells no names any more.
            #expect(try await world.answer(request.offers[0], "accept").status == 200)
            try await world.receiver.waitForRequests(1) { $0.text.contains("desk.stood-down") }
            let later = try await world.call(.get, page)
            #expect(!later.text.contains("MARK"))
        }
    }

    @Test func aTokenReportsInForADeskThatIsRung() async throws {
        try await APIWorld.run { world in
            try await importAll(in: world)
            let request = try await world.open()
            let path = "/v1/requests/\(request.id)/report-in"
            #expect(try await steer(request, "report-in", in: world).code == .noDeskCalled)
            for _ in 0..<2 { _ = try await steer(request, "escalate", in: world) }
            let desk = world.tokens.of(.desk, APIRosters.firstTownship)
            let unknown = try await world.call(.post, path, token: desk, text: #"{"desk":"d3"}"#)
            #expect(unknown.code == .noDeskCalled)
            #expect(unknown.json["allowed"]?.elements.compactMap(\.text) == ["d1", "d2"])
            #expect(try await world.call(.post, path, token: desk, text: #"{"desk":"d2"}"#).status == 200)
            let view = try await world.show(request.id)
            #expect(view.whistles.map { $0.reportedInAt != nil } == [false, true])
        }
    }

    @Test func aDeskWhoseEndpointRefusesIsNotWaitedFor() async throws {
        let gone = try LocalReceiver { _ in .reply(status: 410) }
        defer { gone.stop() }
        try await APIWorld.run { world in
            let reply = try await importDesks(
                [
                    "d1,branch,999999001001,branch,0000-11,generic,\(gone.url()),",
                    "d2,township,999999001,township,0000-12,,,",
                ],
                in: world
            )
            try #require(reply.status == 200, "\(reply.text)")
            let request = try await world.open()
            _ = try await steer(request, "escalate", in: world)
            try await gone.waitForRequests(1)
            let deadline = ContinuousClock.now + APIWorld.patience
            var view = try await world.show(request.id)
            while view.whistles.count < 2, ContinuousClock.now < deadline { view = try await world.show(request.id) }
            #expect(view.whistles.map(\.deskId) == ["d1", "d2"])
            #expect(view.whistles.first?.failedAt != nil)
        }
    }

    @Test(arguments: ["", "x", "MAJ4c2F5cyB0aGF0IHRoaXMgaXMgbm8gdG9rZW4gYXQgYWxs"])
    func noOtherLinkOpensADesksPage(token: String) async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(.get, "/w/\(token.isEmpty ? "-" : token)")
            #expect(reply.status == 404)
            let offer = try await world.open().offers[0]
            #expect(try await world.call(.get, "/w/\(world.linkToken(offer.id))").status == 404)
        }
    }
}
