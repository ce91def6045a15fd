import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import GRDB
import HTTPTypes
import InMemoryLogging
import Testing

/// A request that the store cannot read whole stands before all others, for an operator to dispatch by hand.
@Suite(.timeLimit(.minutes(2)))
struct DamagedRequestRouteTests {
    private static func open(_ world: APIWorld, _ body: String) async throws -> RequestView {
        let reply = try await world.call(.post, "/v1/requests", token: world.tokens.administrator, text: body)
        #expect(reply.status == 201, "\(reply.text)")
        return try reply.read(RequestView.self)
    }

    private static func list(_ world: APIWorld, _ query: String = "", token: String? = nil) async throws -> RequestList
    {
        let reply = try await world.call(.get, "/v1/requests\(query)", token: token ?? world.tokens.administrator)
        #expect(reply.status == 200, "\(reply.text)")
        return try reply.read(RequestList.self)
    }

    /// Damages a row as no program does, and has the writer read the board anew, as a start would.
    private static func spoil(_ world: APIWorld, _ sql: String) async throws {
        try await world.dispatcher.store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
            try database.execute(sql: sql)
            try database.execute(sql: "PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON")
        }
        await #expect(throws: SubmissionFailure.self) {
            // There is one already; after a commit that failed the writer reads the board anew.
            let again = StoreRecord.editionStarted(id: 1, .villages, at: world.dispatcher.clock.now)
            _ = try await world.dispatcher.writer.write([again])
        }
    }

    @Test(arguments: [
        "UPDATE offer SET reason = 'whim' WHERE request_id = ?", "UPDATE seat SET requires = '{}' WHERE request_id = ?",
        "UPDATE help_request SET latitude = 95, urgency = 'whenever' WHERE id = ?",
    ])
    func itIsListedFirstShownAndSetAside(sql: String) async throws {
        try await APIWorld.run { world in
            let first = try await Self.open(world, #"{"category":"fall","householdId":"h1","summary":"MARK words"}"#)
            let offer = try #require(first.offers.first.flatMap { OfferID($0.id) })
            let second = try await Self.open(world, #"{"category":"fall","householdId":"h2"}"#)
            try await Self.spoil(world, sql.replacing("?", with: "'\(first.id)'"))

            let all = try await Self.list(world)
            #expect(all.requests.map(\.id) == [first.id, second.id])
            #expect(all.requests[0].unreadable?.isEmpty == false)
            #expect(all.requests[1].unreadable == nil)
            #expect(all.requests[0].summary == "MARK words")
            #expect(all.requests[0].number == first.number)
            #expect(all.requests[0].place.village == first.place.village)
            #expect(abs(all.requests[0].place.latitude - first.place.latitude) < 0.01)
            // Once, on the first page, whichever open state is asked for.
            #expect(try await Self.list(world, "?state=unanswered").requests.map(\.id) == [first.id])
            #expect(try await Self.list(world, "?state=closed").requests.isEmpty)
            #expect(try await Self.list(world, "?after=\(second.id)").requests.isEmpty)
            let elsewhere = world.tokens.of(.operator, APIRosters.secondTownship)
            #expect(try await Self.list(world, token: elsewhere).requests.isEmpty)

            let shown = try await world.call(.get, "/v1/requests/\(first.id)", token: world.tokens.administrator)
            #expect(try shown.read(RequestView.self).unreadable != nil)
            let token = world.dispatcher.links.token(ofOffer: offer)
            for method in [HTTPRequest.Method.get, .post] {
                let page = try await world.call(method, "/o/\(token)", text: "action=accept")
                #expect(page.status < 500, "\(page.text)")
            }
            let doctor = try await world.call(.get, "/v1/doctor", token: world.tokens.administrator)
            #expect(doctor.text.contains("dispatch by hand"), "\(doctor.text)")
            #expect(world.logs.entries.contains { "\($0.message)" == "a request cannot be read; dispatch it by hand" })

            let closed = try await world.call(
                .post,
                "/v1/requests/\(first.id)/close",
                token: world.tokens.administrator,
                text: #"{"note":"rung by hand"}"#
            )
            #expect(closed.status == 200, "\(closed.text)")
            #expect(try await Self.list(world, "?state=open,unanswered").requests.map(\.id) == [second.id])
        }
    }
}
