import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import GRDB
import HTTPTypes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct RequestRouteTests {
    @Test func opensARequestAndSaysWhereItIs() async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(
                .post,
                "/v1/requests",
                token: world.tokens.operator,
                text: """
                    {"category":"medical-transport","urgency":"urgent","place":{"villageCode":"999999001001"},
                    "callerPhone":"139 1111 0001","summary":"MARK fever",
                    "seats":[{"role":"driver","requires":["vehicle"],"count":2}]}
                    """
            )
            #expect(reply.status == 201)
            let view: RequestView = try reply.read()
            #expect(reply.headers[.location] == "/v1/requests/\(view.id)")
            #expect(reply.headers[.cacheControl] == "no-store")
            #expect(view.number == 1)
            #expect(view.state == .open)
            #expect(view.category == "medical-transport")
            #expect(view.urgency == .urgent)
            #expect(view.householdId == "h1", "the caller's household lies in that village")
            #expect(view.openedBy == "operator county")
            #expect(view.place.village == "Upper Example")
            #expect(view.place.township == "First Township")
            #expect(view.seats.map(\.role) == ["driver", "driver"])
            #expect(view.seats.first?.requires == ["vehicle"])
            #expect(view.offers.contains { $0.memberId == "m5" && $0.reason == "contact" })
            #expect(view.offers.allSatisfy { $0.state == .pending && $0.etaSeconds > 0 })
            #expect(view.timeline.first?.type == "request.opened")
            #expect(view.timeline.first?.actor == "operator county")
            #expect(try await world.show(view.id).id == view.id)
        }
    }

    @Test func takesPlaceOverHouseholdOverCaller() async throws {
        try await APIWorld.run { world in
            let byPlace = try await world.open(
                """
                {"category":"other","place":{"village":"Lower Example村"},"householdId":"h1",
                "callerPhone":"13911110002"}
                """
            )
            #expect(byPlace.place.villageCode == "999999002002")
            #expect(byPlace.householdId == "h1")
            let byHousehold = try await world.open(
                #"{"category":"other","householdId":"h3","callerPhone":"13911110001"}"#
            )
            #expect(byHousehold.place.villageCode == APIRosters.thirdVillage)
            let byCaller = try await world.open(#"{"category":"other","callerPhone":"+86 139-1111-0001"}"#)
            #expect(byCaller.householdId == "h1")
            #expect(byCaller.urgency == .urgent, "the category's default")
            let byPoint = try await world.open(
                #"{"category":"repair","place":{"latitude":37.1002,"longitude":115.3001,"crs":"WGS-84"}}"#
            )
            #expect(byPoint.place.villageCode == APIRosters.thirdVillage)
            #expect(byPoint.place.latitude == 37.1002)
        }
    }

    @Test func asksWhichOfSeveralIsMeant() async throws {
        try await APIWorld.run { world in
            let village = try await world.call(
                .post,
                "/v1/requests",
                token: world.tokens.operator,
                text: #"{"category":"fall","place":{"village":"Twin Example"}}"#
            )
            #expect(village.code == .ambiguousVillage)
            #expect(village.json["field"]?.text == "place.village")
            let codes = village.json["candidates"]?.elements.compactMap { $0["villageCode"]?.text }
            #expect(codes == [APIRosters.secondVillage, APIRosters.thirdVillage])

            let told = try await world.open(
                #"{"category":"fall","place":{"village":"Twin Example","township":"Second Township"}}"#
            )
            #expect(told.place.villageCode == APIRosters.thirdVillage)

            let body = #"{"category":"fall","callerPhone":"13911110002"}"#
            let caller = try await world.call(.post, "/v1/requests", token: world.tokens.operator, text: body)
            #expect(caller.code == .ambiguousCaller)
            let households = caller.json["candidates"]?.elements ?? []
            #expect(households.compactMap { $0["householdId"]?.text } == ["h2", "h3"])
            #expect(households.compactMap { $0["name"]?.text }.count == 2)

            let machine = try await world.call(.post, "/v1/requests", token: world.tokens.integrator, text: body)
            #expect(machine.code == .ambiguousCaller)
            #expect(machine.json["candidates"]?.elements.compactMap { $0["householdId"]?.text } == ["h2", "h3"])
            #expect(!machine.text.contains("MARK"), "integrators see no names")

            let near = world.tokens.of(.operator, APIRosters.firstTownship)
            let scoped = try await world.call(.post, "/v1/requests", token: near, text: body)
            #expect(scoped.text.contains("MARK Twin One"))
            #expect(!scoped.text.contains("MARK Twin Two"), "outside the township")
        }
    }

    @Test func showsNoWordsAboutPeopleToMachines() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"13911110001","summary":"MARK summary"}"#
            )
            try await world.answer(try #require(request.offers.first), "accept")
            for token in [world.tokens.integrator, world.tokens.desk] {
                for path in ["/v1/requests/\(request.id)", "/v1/requests"] {
                    let reply = try await world.call(.get, path, token: token)
                    #expect(reply.status == 200)
                    for mark in APIRosters.marks { #expect(!reply.text.contains(mark), "\(path)") }
                }
            }
            let operators = try await world.show(request.id)
            #expect(operators.summary == "MARK summary")
            #expect(operators.assignments.first?.memberName?.hasPrefix("MARK Name") == true)
            #expect(operators.assignments.first?.memberPhone?.hasPrefix("1390000") == true)
        }
    }

    @Test func namesSimilarOpenRequests() async throws {
        try await APIWorld.run { world in
            let first = try await world.open()
            #expect(first.similar.isEmpty)
            let second = try await world.open()
            #expect(second.similar.map(\.id) == [first.id])
            #expect(second.similar.first?.number == first.number)
            let elsewhere = try await world.open(#"{"category":"fall","place":{"villageCode":"999999002002"}}"#)
            #expect(elsewhere.similar.isEmpty)
        }
    }

    @Test func schedulesForATime() async throws {
        try await APIWorld.run { world in
            let later = WireTime(milliseconds: world.dispatcher.clock.wallNow.milliseconds + 86_400_000)
            let view = try await world.open(
                #"{"category":"repair","place":{"villageCode":"999999001001"},"scheduledFor":"\#(later)"}"#
            )
            #expect(view.urgency == .scheduled)
            #expect(view.scheduledFor == later)
            #expect(view.offers.isEmpty, "members are asked shortly before")
        }
    }

    // MARK: Idempotency

    @Test func theSameSubmissionIsOneRequestWithOneAnswer() async throws {
        try await APIWorld.run { world in
            let body = #"{"category":"fall","place":{"villageCode":"999999001001"}}"#
            func submit(_ token: String, _ body: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests",
                    token: token,
                    headers: ["Idempotency-Key": "call-17"],
                    text: body
                )
            }
            let first = try await submit(world.tokens.operator, body)
            #expect(first.status == 201)
            let request: RequestView = try first.read()
            // What has happened since does not change the answer.
            try await world.answer(try #require(request.offers.first), "accept")
            let again = try await submit(world.tokens.operator, body)
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again.headers[.location] == first.headers[.location])

            let other = try await submit(world.tokens.operator, #"{"category":"repair","householdId":"h1"}"#)
            #expect(other.code == .idempotencyConflict)
            #expect(other.json["field"]?.text == "Idempotency-Key")

            let somebodyElse = try await submit(world.tokens.integrator, body)
            #expect(somebodyElse.status == 201)
            #expect(try somebodyElse.read(RequestView.self).id != request.id, "keys belong to a token")
        }
    }

    @Test func aRepeatIsAnsweredAlthoughThePlaceIsGone() async throws {
        try await APIWorld.run { world in
            func submit() async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests",
                    token: world.tokens.operator,
                    headers: ["Idempotency-Key": "gone"],
                    text: #"{"category":"fall","householdId":"h1"}"#
                )
            }
            let first = try await submit()
            #expect(first.status == 201)
            try await world.dispatcher.store.pool.writeWithoutTransaction { database in
                try database.execute(sql: "DELETE FROM household WHERE id = 'h1'")
            }
            let again = try await submit()
            #expect(again.status == 201)
            #expect(again.body == first.body)
        }
    }

    @Test func manyAtOnceWithOneKeyAreOneRequest() async throws {
        try await APIWorld.run { world in
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 1...20 {
                    group.addTask {
                        let reply = try await world.call(
                            .post,
                            "/v1/requests",
                            token: world.tokens.operator,
                            headers: ["Idempotency-Key": "once"],
                            text: #"{"category":"fall","householdId":"h1"}"#
                        )
                        return try reply.read(RequestView.self).id
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
        }
    }

    @Test(arguments: ["", " ", "two words", "caf\u{E9}", String(repeating: "k", count: 256)])
    func refusesAKeyThatIsNone(key: String) async throws {
        try await APIWorld.run(rosters: nil) { world in
            let reply = try await world.call(
                .post,
                "/v1/requests",
                token: world.tokens.administrator,
                headers: ["Idempotency-Key": key],
                text: #"{"category":"fall","householdId":"h1"}"#
            )
            #expect(reply.code == .idempotencyKeyInvalid)
        }
    }

    // MARK: The number of the day

    @Test func aRequestIsFoundByTheNumberThatPeopleSay() async throws {
        try await APIWorld.run { world in
            let opened = try await world.open()
            let found = try await world.call(.get, "/v1/requests/\(opened.number)", token: world.tokens.operator)
            #expect(try found.read(RequestView.self).id == opened.id)
            let cancelled = try await world.call(
                .post,
                "/v1/requests/\(opened.number)/cancel",
                token: world.tokens.operator
            )
            #expect(try cancelled.read(RequestView.self).state == .cancelled)
            for missing in ["2", "0", "-1", "99999999999999999999"] {
                let reply = try await world.call(.get, "/v1/requests/\(missing)", token: world.tokens.operator)
                #expect(reply.code == .notFound)
            }
        }
    }

    // MARK: Lists

    @Test func listsByStateInPagesTheNewestFirst() async throws {
        try await APIWorld.run { world in
            var ids: [String] = []
            for _ in 1...5 { ids.append(try await world.open().id) }
            try await world.call(.post, "/v1/requests/\(ids[0])/cancel", token: world.tokens.operator)
            func list(_ query: String) async throws -> RequestList {
                try await world.call(.get, "/v1/requests\(query)", token: world.tokens.operator).read()
            }
            #expect(try await list("").requests.map(\.id) == ids.reversed())
            #expect(try await list("").next == nil)
            let first = try await list("?limit=2")
            #expect(first.requests.map(\.id) == [ids[4], ids[3]])
            #expect(first.next == ids[3])
            #expect(try await list("?limit=2&after=\(ids[3])").requests.map(\.id) == [ids[2], ids[1]])
            #expect(try await list("?state=cancelled").requests.map(\.id) == [ids[0]])
            let all = RequestView.State.allCases.map(\.rawValue)
            for separator in [",", ";", "%3B", "%2c"] {
                let query = "?state=\(all.joined(separator: separator))"
                #expect(try await list(query).requests.count == 5, "\(separator)")
            }
            #expect(try await list("?state=open,unanswered&limit=200").requests.count == 4)
            #expect(try await list("?state=&limit=&after=").requests.count == 5, "empty is not given")
        }
    }
}

/// What integrators may ask for, and who is never refused.
@Suite(.timeLimit(.minutes(2)))
struct IntegratorSeatTests {
    private func body(_ seats: String?) -> String {
        #"{"category":"other","place":{"villageCode":"999999001001"}"# + (seats.map { #","seats":[\#($0)]"# } ?? "")
            + "}"
    }

    @Test func twentySeatsAtOnceAndNoMore() async throws {
        try await APIWorld.run { world in
            func open(_ seats: String?, _ token: String) async throws -> APIReply {
                try await world.call(.post, "/v1/requests", token: token, text: body(seats))
            }
            let many = #"{"role":"helper","count":11},{"role":"driver","count":10}"#
            let refused = try await open(many, world.tokens.integrator)
            let problem: Problem = try refused.read()
            #expect(refused.status == 422)
            #expect(problem.code == .integratorSeats)
            #expect(problem.field == "seats")
            #expect(problem.value == .integer(21))
            #expect(problem.allowed == ["at most 20 seats"])
            #expect(try await open(many, world.tokens.operator).status == 201)
        }
    }

    @Test func openSeatsAreLimitedAndConfiguredOnesNeverRefused() async throws {
        try await APIWorld.run { world in
            func open(_ seats: String?) async throws -> APIReply {
                try await world.call(.post, "/v1/requests", token: world.tokens.integrator, text: body(seats))
            }
            let twenty = #"{"role":"helper","requires":["nobody-can"],"count":20}"#
            for _ in 0..<10 { #expect(try await open(twenty).status == 201) }
            let refused = try await open(twenty)
            let problem: Problem = try refused.read()
            #expect(refused.status == 429)
            #expect(problem.code == .integratorOpenSeats)
            #expect(problem.field == "seats")
            #expect(problem.value == .integer(20))
            #expect(problem.detail?.contains("200 seats are open, the limit is 200") == true)
            #expect(refused.headers[.retryAfter] == "30")
            #expect(try await open(nil).status == 201)
        }
    }
}
