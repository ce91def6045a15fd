import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import GRDB
import HTTPTypes
import TestSupport
import Testing

/// Whatever spelling of an id, a code or a name comes through a door, it is the one on the list.
@Suite(.timeLimit(.minutes(2)))
struct SpellingRouteTests {
    /// Spellings of one text: é, ệ, 郎, Å and 각, each in one piece and in several.
    private static let spellings = [
        "\u{E9}\u{1EC7}\u{90CE}\u{C5}\u{AC01}", "e\u{301}e\u{323}\u{302}\u{F92C}A\u{30A}\u{1100}\u{1161}\u{11A8}",
        "e\u{301}e\u{302}\u{323}\u{90CE}\u{212B}\u{AC00}\u{11A8}", "\u{E9}\u{EA}\u{323}\u{F92C}\u{212B}\u{AC01}",
    ]

    /// Every byte percent-encoded.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    }

    /// Lists of a county written in one spelling.
    private static func importLists(_ text: String, into world: APIWorld) async throws {
        try await world.importList(
            "villages",
            """
            code,name,township_code,township,latitude,longitude,crs
            v\(text),Village \(text),t\(text),Township \(text),37.0000,115.2000,WGS-84
            """
        )
        try await world.importList(
            "members",
            """
            id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret
            m\(text),Name \(text),1390000001,v\(text),Branch \(text),,,,c\(text),car,generic,\(world.receiver.url())m,
            n\(text),Other,1390000002,v\(text),,,,,,walk,,,
            """
        )
        try await world.importList(
            "households",
            """
            id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes
            h\(text),House \(text),1391111001,v\(text),Lane \(text),,,,m\(text);n\(text),Notes \(text)
            """
        )
        try await world.importList(
            "desks",
            "id,level,code,name,phone,channel,endpoint,secret\nd\(text),branch,v\(text),Desk \(text),1392222,,,\n"
        )
    }

    @Test(arguments: 0..<spellings.count)
    func everyDoorKnowsEverySpelling(listed: Int) async throws {
        try await APIWorld.run(rosters: nil) { world in
            let token = world.tokens.administrator
            try await Self.importLists(Self.spellings[listed], into: world)
            for text in Self.spellings {
                let path = Self.encoded(text)
                func ok(_ method: HTTPRequest.Method, _ target: String, _ body: String? = nil) async throws -> APIReply
                {
                    let reply =
                        if let body {
                            try await world.call(method, target, token: token, text: body)
                        } else { try await world.call(method, target, token: token) }
                    #expect((200..<300).contains(reply.status), "\(method) \(target): \(reply.text)")
                    return reply
                }
                _ = try await ok(.get, "/v1/members/m\(path)")
                _ = try await ok(.patch, "/v1/members/m\(path)", #"{"duty":"on"}"#)
                _ = try await ok(.post, "/v1/members/m\(path)/link")
                _ = try await ok(.get, "/v1/members?villageCode=v\(path)")
                let after = try await ok(.get, "/v1/members?after=m\(path)")
                #expect(!after.text.contains("\"id\":\"m"))
                let villages = try await ok(.get, "/v1/villages?name=Village%20\(path)")
                #expect(villages.text.contains("\"code\""))
                let near = try await ok(.get, "/v1/members/nearest?latitude=37&longitude=115.2&requires=c\(path)")
                #expect(near.text.contains("\"id\""))
                for place in [
                    #"{"villageCode":"v\#(text)"}"#, #"{"village":"Village \#(text)","township":"Township \#(text)"}"#,
                    #"{"village":"Village \#(text)","township":"t\#(text)"}"#,
                ] {
                    let opened = try await ok(.post, "/v1/requests", #"{"category":"fall","place":\#(place)}"#)
                    _ = try await ok(.post, "/v1/requests/\(try opened.read(RequestView.self).id)/cancel")
                }
                let opened = try await ok(
                    .post,
                    "/v1/requests",
                    #"{"category":"errand","householdId":"h\#(text)","seats":[{"role":"r\#(text)","requires":["c\#(text)"]}]}"#
                )
                let request = try opened.read(RequestView.self)
                _ = try await ok(.post, "/v1/requests/\(request.id)/escalate")
                _ = try await ok(.post, "/v1/requests/\(request.id)/report-in", #"{"desk":"d\#(text)"}"#)
                _ = try await ok(
                    .post,
                    "/v1/requests/\(request.id)/assign",
                    #"{"memberId":"m\#(text)","seat":"r\#(text)"}"#
                )
                _ = try await ok(.post, "/v1/requests/\(request.id)/cancel")
                _ = try await ok(
                    .post,
                    "/v1/tokens",
                    #"{"name":"\#(text)","role":"operator","scope":{"township":"t\#(text)"}}"#
                )
            }
            // Everything that was written is in the one spelling, so that bytes find it.
            let stored = try await world.dispatcher.store.pool.read { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT id || name || ifnull(branch, '') || capabilities FROM member
                        UNION SELECT id || name || address || contacts || notes FROM household
                        UNION SELECT code || name || township_code || township FROM village
                        UNION SELECT id || code || name FROM desk
                        UNION SELECT name || ifnull(township_code, '') FROM access_token
                        UNION SELECT member_id FROM offer UNION SELECT member_id FROM assignment
                        UNION SELECT village_code || ifnull(household_id, '') || contacts FROM help_request
                        UNION SELECT role || requires FROM seat UNION SELECT ifnull(desk_id, '') FROM whistle
                        UNION SELECT member_id FROM member_link UNION SELECT payload FROM journal
                        """
                )
            }
            for text in stored { #expect(Array(MemberID(text).text.utf8) == Array(text.utf8), "\(text)") }
            // One of four has one link, one status; forgetting by any spelling takes all of it.
            let path = Self.encoded(Self.spellings[(listed + 1) % Self.spellings.count])
            for target in ["members/m\(path)", "households/h\(path)"] {
                let reply = try await world.call(.post, "/v1/\(target)/forget", token: token)
                #expect(reply.status == 200, "\(reply.text)")
            }
            let left = try await world.dispatcher.store.pool.read { database in
                try Int.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT count(*) FROM member_link)
                        + (SELECT count(*) FROM household WHERE edition IN (SELECT id FROM edition))
                        """
                )
            }
            #expect(left == 0)
        }
    }

    @Test func anIdempotencyKeyAndABodyCountByTheirBytes() async throws {
        try await APIWorld.run { world in
            let token = world.tokens.administrator
            for (summary, status) in [("caf\u{E9}", 201), ("caf\u{E9}", 201), ("cafe\u{301}", 409)] {
                let reply = try await world.call(
                    .post,
                    "/v1/requests",
                    token: token,
                    headers: ["Idempotency-Key": "one"],
                    text: #"{"category":"fall","householdId":"h1","summary":"\#(summary)"}"#
                )
                #expect(reply.status == status)
            }
        }
    }
}
