import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import GRDB
import HTTPTypes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct RequestSteeringTests {
    @Test func cancelsOnceAndTellsThoseOnTheirWay() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.answer(request.offers[0], "accept")
            let path = "/v1/requests/\(request.id)/cancel"
            let reply = try await world.call(
                .post,
                path,
                token: world.tokens.operator,
                text: #"{"reason":"MARK a neighbour came"}"#
            )
            let view: RequestView = try reply.read()
            #expect(view.state == .cancelled)
            #expect(view.assignments.map(\.state) == [.stoodDown])
            #expect(view.offers.allSatisfy { $0.state == .accepted || $0.state == .withdrawn })
            #expect(view.timeline.last?.type == "note.cancel-reason")
            #expect(view.timeline.last?.text == "MARK a neighbour came")
            let before = try await world.deeds()
            #expect(try await world.call(.post, path, token: world.tokens.operator).status == 200)
            #expect(try await world.deeds() == before, "cancelling again changes nothing")
            #expect(
                try await world.call(.post, "/v1/requests/\(request.id)/close", token: world.tokens.operator).code
                    == .requestClosed
            )
            try await world.receiver.waitForRequests(1) { $0.text.contains("assignment.stood-down") }
        }
    }

    @Test func closesOnlyWhatIsCleared() async throws {
        try await APIWorld.run { world in
            let open = try await world.open()
            let early = try await world.call(.post, "/v1/requests/\(open.id)/close", token: world.tokens.operator)
            #expect(early.code == .notCleared)
            let request = try await world.openAndClear()
            #expect(request.state == .cleared)
            let cancelled = try await world.call(
                .post,
                "/v1/requests/\(request.id)/cancel",
                token: world.tokens.operator
            )
            #expect(cancelled.code == .requestClosed)
            let path = "/v1/requests/\(request.id)/close"
            let reply = try await world.call(
                .post,
                path,
                token: world.tokens.operator,
                text: #"{"grade":5,"note":"MARK thanks"}"#
            )
            #expect(try reply.read(RequestView.self).state == .closed)
            #expect(reply.json["timeline"]?.elements.last?["text"]?.text == "MARK thanks")
            #expect(try await world.call(.post, path, token: world.tokens.operator).status == 200)
            for grade in ["0", "6", "1.5", "\"5\"", "1e99"] {
                let bad = try await world.call(.post, path, token: world.tokens.operator, text: #"{"grade":\#(grade)}"#)
                #expect(bad.status == 422 && bad.json["field"]?.text == "grade", "\(grade)")
            }
        }
    }

    @Test func assignsByHandBySeatOrRole() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            func assign(_ member: String, _ seat: String, to id: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(id)/assign",
                    token: world.tokens.operator,
                    text: #"{"memberId":"\#(member)","seat":"\#(seat)"}"#
                )
            }
            #expect(try await assign("nobody", "helper", to: request.id).code == .unknownMember)
            let noSeat = try await assign("m8", "pilot", to: request.id)
            #expect(noSeat.code == .unknownSeat)
            #expect(noSeat.json["allowed"]?.elements == [.string(request.seats[0].id)])

            let view: RequestView = try await assign("m8", "helper", to: request.id).read()
            #expect(view.state == .covered)
            #expect(view.assignments.map(\.memberId) == ["m8"])
            #expect(view.assignments.first?.primary == true)
            let before = try await world.deeds()
            #expect(try await assign("m8", request.seats[0].id, to: request.id).status == 200)
            #expect(try await world.deeds() == before, "the same again changes nothing")
            #expect(try await assign("m1", request.seats[0].id, to: request.id).code == .seatTaken)

            let second = try await world.open()
            #expect(try await assign("m8", "helper", to: second.id).code == .memberBusy)
            try await world.call(.post, "/v1/requests/\(second.id)/cancel", token: world.tokens.operator)
            #expect(try await assign("m7", "helper", to: second.id).code == .requestClosed)
        }
    }

    @Test func listsWhomToRingWhenNobodyIsLeftToAsk() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"other","householdId":"h1","seats":[{"role":"pilot","requires":["helicopter"]}]}"#
            )
            #expect(request.state == .unanswered)
            #expect(request.unansweredNearest?.isEmpty ?? true, "nobody has a helicopter")
            for number in 1...8 {
                try await world.call(
                    .patch,
                    "/v1/members/m\(number)",
                    token: world.tokens.operator,
                    text: number == 8
                        ? #"{"duty":"on","position":{"latitude":37.0,"longitude":115.2}}"# : #"{"duty":"off"}"#
                )
            }
            let unanswered = try await world.open()
            #expect(unanswered.state == .unanswered)
            #expect(unanswered.unansweredNearest?.map(\.memberId) == ["m8"], "without an endpoint, to be rung")
            #expect(unanswered.unansweredNearest?.first?.phone == "13900000008")
            let machine = try await world.call(
                .get,
                "/v1/requests/\(unanswered.id)",
                token: world.tokens.integrator
            )
            #expect(machine.json["unansweredNearest"] == nil)
        }
    }

    @Test func notesHaveALimitWhichAnotherCallDoesNotMeet() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            @Sendable func post(_ verb: String, _ body: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(request.id)/\(verb)",
                    token: world.tokens.operator,
                    text: body
                )
            }
            let principal = try world.principal(world.tokens.operator)
            let id: Identifier<HelpRequest> = try #require(Identifier(request.id))
            func count() async throws -> Int { try await world.dispatcher.store.noteCount(of: id) }
            for _ in 1...(WireLimits.notes - 4) { try await world.dispatcher.note("a note", on: id, by: principal) }
            // Of ten at once four find room.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { try await post("notes", #"{"text":"one more"}"#).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 4)
            #expect(statuses.count { $0 == 409 } == 6)
            #expect(try await count() == WireLimits.notes)
            let refused = try await post("notes", #"{"text":"one more"}"#)
            #expect(refused.code == .tooManyNotes)
            #expect(refused.json["field"] == "text")
            #expect(refused.json["detail"]?.text?.contains("200") == true)

            let told = try await post("notes", #"{"text":"MARK a neighbour called too","kind":"call"}"#)
            let call: RequestView = try told.read()
            #expect(call.timeline.last?.type == "note.call")
            #expect(call.timeline.last?.text == "MARK a neighbour called too")
            #expect(call.olderNotes == nil)
            let bad = try await post("notes", #"{"text":"a","kind":"shout"}"#)
            #expect(bad.code == .invalidValue && bad.json["field"] == "kind")

            // Ending it is not refused for its last word; saying more afterwards is.
            #expect(try await post("cancel", #"{"reason":"MARK nobody is in trouble"}"#).status == 200)
            #expect(try await post("cancel", #"{"reason":"MARK really"}"#).code == .tooManyNotes)
            #expect(try await post("cancel", "{}").status == 200)
            #expect(try await count() == WireLimits.notes + 2)
        }
    }

    @Test func longListsEndEarlyAndLeadOn() async throws {
        try await APIWorld.run { world in
            let words = String(repeating: "\u{20000}", count: WireLimits.noteCharacters)
            var ids: Set<String> = []
            for _ in 0..<3 {
                let request = try await world.open()
                ids.insert(request.id)
                // Some two megabytes, more than are shown.
                try await world.dispatcher.store.pool.write { database in
                    for _ in 0..<270 {
                        try database.execute(
                            sql: """
                                INSERT INTO request_note (request_id, at, actor, kind, text)
                                VALUES (?, ?, 'system', 'call', ?)
                                """,
                            arguments: [request.id, request.createdAt.milliseconds, words]
                        )
                    }
                }
            }
            var seen: [String] = []
            var after = ""
            var pages = 0
            repeat {
                let reply = try await world.call(.get, "/v1/requests?limit=3\(after)", token: world.tokens.operator)
                #expect(reply.body.count < 2 * WireLimits.pageBytes)
                let list: RequestList = try reply.read()
                seen += list.requests.map(\.id)
                #expect(list.requests.allSatisfy { $0.olderNotes == 8 })
                after = list.next.map { "&after=\($0)" } ?? ""
                pages += 1
            } while !after.isEmpty && pages < 10
            #expect(Set(seen) == ids && seen.count == 3)
            #expect(pages > 1)
        }
    }

    @Test func theOperatorsHandIsInTheTimelineWithItsName() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            func steer(_ verb: String, _ body: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(request.id)/\(verb)",
                    token: world.tokens.operator,
                    text: body
                )
            }
            for (verb, body) in [
                ("seats", #"{"role":"driver","count":2}"#), ("place", #"{"place":{"villageCode":"999999001002"}}"#),
                ("urgency", #"{"urgency":"routine"}"#), ("notes", #"{"text":"MARK note"}"#), ("escalate", ""),
                ("cancel", ""), ("reopen", ""),
            ] {
                let reply = try await steer(verb, body)
                #expect(reply.status == 200, "\(verb): \(reply.text)")
            }
            let view = try await world.show(request.id)
            #expect(view.seats.map(\.role) == ["helper", "driver", "driver"])
            #expect(view.place.villageCode == "999999001002")
            #expect(view.urgency == .routine)
            #expect(view.state == .open || view.state == .unanswered)
            for type in [
                "request.seat-added", "request.place-corrected", "request.urgency-changed", "request.noted",
                "desk.whistled", "request.cancelled", "request.reopened", "note.note",
            ] {
                #expect(view.timeline.contains { $0.type == type && $0.actor == "operator county" }, "\(type)")
            }
            #expect(view.timeline.first { $0.type == "note.note" }?.text == "MARK note")
            let machine = try await world.call(.get, "/v1/requests/\(request.id)", token: world.tokens.integrator)
            #expect(!machine.text.contains("MARK"))
        }
    }

    @Test func whatNoLongerFitsIsRefusedWithWhatIsPossible() async throws {
        try await APIWorld.run { world in
            let request = try await world.openAndClear()
            func steer(_ verb: String, _ body: String = "") async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(request.id)/\(verb)",
                    token: world.tokens.operator,
                    text: body
                )
            }
            _ = try await steer("close")
            let closed = try await steer("assign", #"{"memberId":"m8","seat":"helper"}"#)
            #expect(closed.code == .requestClosed)
            #expect(closed.json["allowed"]?.elements.compactMap(\.text) == ["reopen", "notes"])
            #expect(try await steer("close", #"{"grade":5}"#).read(RequestView.self).grade == 5)
            _ = try await steer("reopen")
            let open = try await steer("reopen")
            #expect(open.code == .requestNotOver)
            #expect(open.json["allowed"]?.elements.compactMap(\.text).contains("cancel") ?? false)
            #expect(try await steer("urgency", #"{"urgency":"scheduled"}"#).code == .invalidValue)
            #expect(try await steer("place", #"{"place":{"village":"nowhere"}}"#).code == .unknownVillage)
            #expect(try await steer("place").status == 400)
            #expect(try await steer("seats", #"{"role":"helper","count":21}"#).code == .invalidValue)
            for _ in 0..<7 { _ = try await steer("seats", #"{"role":"helper","count":20}"#) }
            #expect(try await steer("seats", #"{"role":"helper","count":20}"#).code == .tooManySeats)
            #expect(try await steer("notes", #"{"text":" "}"#).code == .invalidValue)
            #expect(try await steer("reopen", #"{"seats":["x"]}"#).code == .unknownSeat)
        }
    }

    @Test func whoIsBusyIsToldWithOthersWhoAreFree() async throws {
        try await APIWorld.run { world in
            let first = try await world.open()
            let member = try #require(first.offers.first)
            _ = try await world.answer(member, "accept")
            let second = try await world.open()
            let reply = try await world.call(
                .post,
                "/v1/requests/\(second.id)/assign",
                token: world.tokens.operator,
                text: #"{"memberId":"\#(member.memberId)","seat":"helper"}"#
            )
            #expect(reply.code == .memberBusy)
            #expect(reply.json["detail"]?.text == "They are on request \(first.number).")
            let candidates = reply.json["candidates"]?.elements.compactMap { $0["memberId"]?.text } ?? []
            #expect(!candidates.isEmpty)
            #expect(!candidates.contains(member.memberId))
        }
    }

    @Test func explainsWhoIsNearAndNotAsked() async throws {
        try await APIWorld.run { world in
            try await world.call(.patch, "/v1/members/m1", token: world.tokens.operator, text: #"{"duty":"off"}"#)
            let request = try await world.open()
            let path = "/v1/requests/\(request.id)/explanation"
            let explanation: Explanation = try await world.call(.get, path, token: world.tokens.operator).read()
            let reasons = Dictionary(uniqueKeysWithValues: explanation.members.map { ($0.memberId, $0.reason) })
            #expect(reasons.count == 8)
            #expect(reasons["m1"] == .offDuty)
            #expect(reasons["m8"] == .unreachable)
            for offer in request.offers { #expect(reasons[offer.memberId] == .some(nil), "\(offer.memberId) is asked") }
            #expect(explanation.members.allSatisfy { $0.memberName != nil })
            let machine: Explanation = try await world.call(.get, path, token: world.tokens.integrator).read()
            #expect(machine.members.allSatisfy { $0.memberName == nil })
            let one: Explanation = try await world.call(.get, path + "?limit=1", token: world.tokens.operator).read()
            #expect(one.members.count == 1)
        }
    }

    @Test func whatWasLearnedIsShownAndForgotten() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let id = try #require(request.offers.first?.memberId)
            func member() async throws -> LearnedView {
                let view: MemberView = try await world.call(
                    .get,
                    "/v1/members/\(id)",
                    token: world.tokens.operator
                ).read()
                return try #require(view.learned)
            }
            let before = try await member()
            #expect(before.offers == 0)
            #expect(before.alerts == 1)
            _ = try await world.answer(request.offers[0], "accept")
            let after = try await member()
            #expect(after.accepts == 1)
            #expect(after.acceptance > before.acceptance)
            let path = "/v1/members/\(id)/learning"
            #expect(try await world.call(.delete, path, token: world.tokens.operator).status == 200)
            #expect(try await member().offers == 0)
            #expect(try await world.call(.delete, "/v1/learning", token: world.tokens.administrator).status == 204)
        }
    }
}
