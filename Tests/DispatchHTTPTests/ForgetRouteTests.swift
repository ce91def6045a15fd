import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import GRDB
import HTTPTypes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ForgetRouteTests {
    /// Whether something stands anywhere in the store's files.
    private func holds(_ world: APIWorld, _ word: String) throws -> Bool {
        try ["county.db", "county.db-wal"].contains { name in
            let path = "\(world.folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { return false }
            return try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(word.utf8)) != nil
        }
    }

    private func forget(_ world: APIWorld, _ path: String) async throws -> APIReply {
        try await world.call(.post, "/v1/\(path)/forget", token: world.tokens.administrator)
    }

    @Test func aForgottenMemberIsNowhereInTheFiles() async throws {
        try await APIWorld.run { world in
            let link = try await world.call(.post, "/v1/members/m1/link", token: world.tokens.operator)
            let page = try #require(link.read(MemberLink.self).url.split(separator: "/").last)
            let request = try await world.open(
                #"{"category":"fall","place":{"villageCode":"999999001001"},"summary":"ring 13900000001 back"}"#
            )
            let offer = try #require(request.offers.first { $0.memberId == "m1" })
            try await world.answer(offer, "accept")
            try await world.call(
                .post,
                "/v1/requests/\(request.id)/notes",
                token: world.tokens.operator,
                text: #"{"text":"MARK Name 1 has a key, MARK Name 12 has not"}"#
            )
            let refused = try await forget(world, "members/m1")
            #expect(refused.code == .partOfOpenRequest)
            #expect(refused.json["detail"]?.text == "End request \(request.number) first.")
            #expect(refused.json["candidates"]?.elements.first?["requestId"]?.text == request.id)

            try await world.answer(offer, "cleared")
            try await world.receiver.waitForRequests(1) { $0.path == "/m1" && $0.text.contains("assignment.created") }
            try #require(
                try await world.call(.post, "/v1/requests/\(request.id)/close", token: world.tokens.operator).status
                    == 200
            )
            let marks = ["MARK Name 1", "13900000001", world.receiver.url() + "m1generic"]
            for mark in marks { #expect(try holds(world, mark), "\(mark) was there") }
            let forgotten = try await forget(world, "members/m1").read(ForgottenView.self)
            #expect(!forgotten.wasForgotten)
            #expect(forgotten.clearedTexts == 2)
            for mark in marks { #expect(try !holds(world, mark), "\(mark) is left") }
            let left = try await world.dispatcher.store.pool.read { database in
                try String.fetchAll(database, sql: "SELECT name FROM member ORDER BY name")
                    + String.fetchAll(database, sql: "SELECT url FROM endpoint WHERE url LIKE '%/m1'")
                    + String.fetchAll(database, sql: "SELECT member_id FROM member_history WHERE member_id = 'm1'")
            }
            #expect(left == (2...8).map { "MARK Name \($0)" })

            #expect(try await world.call(.get, "/v1/members/m1", token: world.tokens.operator).status == 404)
            #expect(try await world.call(.get, "/m/\(page)").status == 404)
            let shown = try await world.show(request.id)
            #expect(shown.summary == "ring [erased] back")
            #expect(shown.timeline.compactMap(\.text) == ["[erased] has a key, [erased]2 has not"])
            #expect(shown.assignments.map(\.memberId) == ["m1"], "a figure")
            #expect(shown.assignments.map(\.memberName) == [nil])
            let line = try #require(
                try await world.dispatcher.store.journal(after: 0, limit: 1000).last { $0.kind == "member.forgotten" }
            )
            #expect(line.actor == "token:token-administrator")
            #expect(line.payload == #"{"memberID":"m1"}"#)

            // Twice is as good as once; the next list brings them back, and they can be forgotten again.
            let again = try await forget(world, "members/m1").read(ForgottenView.self)
            #expect(again.wasForgotten)
            #expect(again.forgottenAt == forgotten.forgottenAt)
            try await world.importAll(APIRosters())
            #expect(try await world.call(.get, "/v1/members/m1", token: world.tokens.operator).status == 200)
            #expect(try await !forget(world, "members/m1").read(ForgottenView.self).wasForgotten)
        }
    }

    @Test func whereTheyWereWrittenToBeforeAndNotesOnListsGoToo() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(#"{"category":"fall","place":{"villageCode":"999999001001"}}"#)
            let offer = try #require(request.offers.first { $0.memberId == "m1" })
            for action in ["accept", "cleared"] { try await world.answer(offer, action) }
            try await world.receiver.waitForRequests(1) { $0.path == "/m1" && $0.text.contains("assignment.created") }
            try await world.call(.post, "/v1/requests/\(request.id)/close", token: world.tokens.operator)
            // Another endpoint since, and named in what a list says of two households: by phone, and by name as a contact.
            let endpoint = world.receiver.url()
            let lists = APIRosters()
            let members = lists.members(endpoint: endpoint).replacing("\(endpoint)m1,", with: "\(endpoint)moved,")
            let households = lists.households.replacing("m5,MARK needs a stick", with: "m5;m1,ask MARK Name 1")
                .replacing("MARK Lane 3,,,,,", with: "MARK Lane 3,,,,,key at 13900000001")
            try await world.importList("members", members)
            try await world.importList("households", households)
            for mark in ["\(endpoint)m1", "ask MARK Name 1", "key at 13900000001"] {
                #expect(try holds(world, mark), "\(mark) was there")
            }
            #expect(try await forget(world, "members/m1").status == 200)
            let urls = try await world.dispatcher.store.pool.read {
                try String.fetchAll($0, sql: "SELECT url FROM endpoint")
            }
            #expect(urls.filter { $0.hasSuffix("/m1") || $0.hasSuffix("/moved") } == [])
            #expect(urls.filter { $0.hasSuffix("/m2") }.count == 1)
            let notes = try await world.dispatcher.store.pool.read { database in
                try String.fetchAll(database, sql: "SELECT notes FROM household WHERE notes <> '' ORDER BY id")
            }
            // A replaced list may still be there.
            #expect(Set(notes).isSuperset(of: ["ask [erased]", "key at [erased]"]))
            for mark in ["\(endpoint)m1generic", "\(endpoint)moved", "ask MARK Name 1", "key at 13900000001"] {
                #expect(try !holds(world, mark), "\(mark) is left")
            }
        }
    }

    @Test func whoCalledInAnOpenRequestIsNotForgottenYet() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"139 0000 0008","place":{"villageCode":"999999001001"}}"#
            )
            #expect(!request.offers.contains { $0.memberId == "m8" })
            #expect(try await forget(world, "members/m8").code == .partOfOpenRequest)
            try await world.call(.post, "/v1/requests/\(request.id)/cancel", token: world.tokens.operator)
            #expect(try await forget(world, "members/m8").status == 200)
            let phone = try await world.dispatcher.store.request(#require(RequestID(request.id)), hasTimeline: false)?
                .details.callerPhone
            #expect(phone == nil)
        }
    }

    @Test func aForgottenHouseholdTakesWhoCalledInItsRequestsAlong() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"139 1111 0001","summary":"MARK fever"}"#
            )
            #expect(request.householdId == "h1")
            #expect(try await forget(world, "households/h1").code == .partOfOpenRequest)
            let offer = try #require(request.offers.first)
            for action in ["accept", "cleared"] { try await world.answer(offer, action) }
            try await world.call(
                .post,
                "/v1/requests/\(request.id)/close",
                token: world.tokens.operator,
                text: #"{"grade":4,"note":"MARK Old Man is well"}"#
            )
            #expect(try holds(world, "MARK Old Man"))
            let forgotten = try await forget(world, "households/h1").read(ForgottenView.self)
            #expect(forgotten.erasedRequests == 1)
            for mark in ["MARK Old Man", "139 1111 0001", "13911110001", "MARK fever", "MARK Lane 1", "a stick"] {
                #expect(try !holds(world, mark), "\(mark) is left")
            }
            let shown = try await world.show(request.id)
            #expect(shown.personalDataErasedAt == forgotten.forgottenAt)
            #expect(shown.householdId == nil)
            #expect(shown.summary == nil)
            #expect(shown.place.latitude == 37)
            #expect(shown.grade == 4)
            #expect(shown.offers.count == request.offers.count)
            let opening = try #require(shown.timeline.first)
            #expect(opening.type == "request.opened")
            #expect(opening.details["householdId"] == nil)
            #expect(opening.details["contacts"] == nil)
            #expect(opening.details["number"] != nil)
            #expect(!shown.timeline.contains { $0.type.hasPrefix("note.") })
            let end = world.position
            let events = try await EventStream.follow(world, token: world.tokens.administrator, from: 0) {
                ($0.last?.id ?? 0) >= end
            }
            let told = try #require(events.first { $0.type == "request.opened" }?.data)
            #expect(!told.contains("householdId"))

            for (verb, body) in [
                ("reopen", "{}"), ("notes", #"{"text":"MARK again"}"#), ("close", "{}"), ("seats", #"{"role":"a"}"#),
            ] {
                let reply = try await world.call(
                    .post,
                    "/v1/requests/\(request.id)/\(verb)",
                    token: world.tokens.operator,
                    text: body
                )
                #expect(reply.code == .personalDataErased, "\(verb)")
            }
            #expect(try await forget(world, "households/h1").read(ForgottenView.self).wasForgotten)
            // The other two share a phone, and are others.
            #expect(try await world.dispatcher.store.householdRecords().map(\.id) == ["h2", "h3"])
        }
    }

    @Test func onlyAdministratorsOfTheCountyForgetAndOnlyWhoIsKnown() async throws {
        try await APIWorld.run { world in
            let others = [world.tokens.operator, world.tokens.desk, world.tokens.integrator]
            for path in ["members/m1", "households/h1"] {
                for token in others {
                    #expect(try await world.call(.post, "/v1/\(path)/forget", token: token).code == .forbidden)
                }
                let township = world.tokens.of(.administrator, APIRosters.firstTownship)
                #expect(try await world.call(.post, "/v1/\(path)/forget", token: township).code == .forbidden)
            }
            for path in ["members/m99", "households/h99"] {
                let reply = try await forget(world, path)
                #expect(reply.code == .notFound)
                #expect(reply.json["detail"]?.text?.hasPrefix("Nothing is known of a ") == true)
            }
            #expect(try await world.dispatcher.store.member(MemberID("m1")) != nil)
        }
    }
}
