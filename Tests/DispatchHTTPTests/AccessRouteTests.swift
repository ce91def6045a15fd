import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing

/// Who may do what, where: every route, every role, every kind of token.
@Suite(.timeLimit(.minutes(2)))
struct AccessRouteTests {
    struct Call: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        /// `{request}` and `{offer}` stand for those of an open request in the first township.
        let path: String
        var body = ""
        let roles: Set<AccessTokenRecord.Role>
        /// What a township token may do here, with the request's and with another township.
        var own = Scope.allowed
        var other = Scope.allowed

        enum Scope: Sendable { case allowed, forbidden }

        var testDescription: String { "\(method.rawValue) \(path)" }
    }

    private static let people: Set<AccessTokenRecord.Role> = [.administrator, .operator]
    private static let all = Set(AccessTokenRecord.Role.allCases)

    static let calls: [Call] = [
        Call(
            method: .post,
            path: "/v1/requests",
            body: #"{"category":"fall","place":{"villageCode":"999999001001"}}"#,
            roles: [.administrator, .operator, .integrator],
            other: .forbidden
        ),
        Call(method: .get, path: "/v1/requests", roles: all),
        Call(method: .get, path: "/v1/requests/{request}", roles: all, other: .forbidden),
        Call(method: .get, path: "/v1/requests/{request}/explanation", roles: all, other: .forbidden),
        Call(method: .post, path: "/v1/requests/{request}/cancel", roles: people, other: .forbidden),
        Call(method: .post, path: "/v1/requests/{request}/close", roles: people, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/requests/{request}/assign",
            body: #"{"memberId":"m8","seat":"helper"}"#,
            roles: people,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/requests/{request}/seats",
            body: #"{"role":"helper"}"#,
            roles: people,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/requests/{request}/place",
            body: #"{"place":{"villageCode":"999999001001"}}"#,
            roles: people,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/requests/{request}/urgency",
            body: #"{"urgency":"urgent"}"#,
            roles: people,
            other: .forbidden
        ),
        Call(method: .post, path: "/v1/requests/{request}/escalate", roles: people, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/requests/{request}/report-in",
            roles: [.administrator, .operator, .desk],
            other: .forbidden
        ),
        Call(method: .post, path: "/v1/requests/{request}/reopen", roles: people, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/requests/{request}/notes",
            body: #"{"text":"a note"}"#,
            roles: people,
            other: .forbidden
        ),
        Call(
            method: .get,
            path: "/v1/members/nearest?latitude=37.0&longitude=115.2",
            roles: all,
            other: .forbidden
        ),
        Call(method: .get, path: "/v1/members", roles: people),
        Call(method: .get, path: "/v1/members/m1", roles: people, other: .forbidden),
        Call(method: .patch, path: "/v1/members/m1", body: #"{"duty":"on"}"#, roles: people, other: .forbidden),
        Call(method: .post, path: "/v1/members/m1/link", roles: people, other: .forbidden),
        Call(method: .delete, path: "/v1/members/m1/learning", roles: people, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/members/m1/forget",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/households/h1/forget",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(method: .delete, path: "/v1/learning", roles: [.administrator], own: .forbidden, other: .forbidden),
        Call(method: .get, path: "/v1/villages", roles: all),
        Call(method: .get, path: "/v1/desks", roles: [.administrator, .operator, .desk]),
        Call(
            method: .post,
            path: "/v1/imports/villages?dryRun=true",
            body: APIRosters().villages,
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(method: .post, path: "/v1/backups", roles: [.administrator], own: .forbidden, other: .forbidden),
        Call(method: .get, path: "/v1/doctor", roles: [.administrator], own: .forbidden, other: .forbidden),
        Call(method: .get, path: "/v1/retention", roles: [.administrator], own: .forbidden, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/retention/catch-up",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(method: .get, path: "/v1/backups", roles: [.administrator], own: .forbidden, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/tokens",
            body: #"{"name":"one more","role":"desk"}"#,
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(method: .get, path: "/v1/endpoints", roles: people, own: .forbidden, other: .forbidden),
        Call(method: .get, path: "/v1/endpoints/{number}", roles: people, own: .forbidden, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/endpoints/{number}/disable",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/endpoints/{number}/enable",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/endpoints/{number}/rotate",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/endpoints/{number}/finish-rotation",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(
            method: .post,
            path: "/v1/endpoints/{number}/test",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        Call(method: .get, path: "/v1/deliveries", roles: people, own: .forbidden, other: .forbidden),
        Call(method: .get, path: "/v1/deliveries/{number}", roles: people, own: .forbidden, other: .forbidden),
        Call(
            method: .post,
            path: "/v1/deliveries/{number}/replay",
            roles: people,
            own: .forbidden,
            other: .forbidden
        ),
        Call(method: .get, path: "/v1/tokens", roles: [.administrator], own: .forbidden, other: .forbidden),
        Call(
            method: .delete,
            path: "/v1/tokens/{token}",
            roles: [.administrator],
            own: .forbidden,
            other: .forbidden
        ),
        // HEAD, since the stream of a GET does not end.
        Call(method: .head, path: "/v1/events", roles: all),
    ]

    @Test func theTableHasEveryRouteThatNeedsAToken() {
        let listed = Self.calls.map { call in "\(Self.method(of: call).rawValue) \(Self.template(of: call))" }
        let documented = OpenAPIDocument.served.routes.filter {
            $0.contains(" /v1/") && !$0.contains("/v1/callbacks/")
        }
        #expect(listed.sorted() == documented)
    }

    @Test func theDocumentNamesRolesAndScopeOfEveryRoute() {
        for call in Self.calls {
            let operation = OpenAPIDocument.served.operation(Self.method(of: call), at: Self.template(of: call))
            let roles = operation?["x-roles"]?.elements.compactMap(\.text) ?? []
            #expect(Set(roles) == Set(call.roles.map(\.rawValue)), "\(call.testDescription)")
            #expect((operation?["x-scope"] == "county") == (call.own == .forbidden), "\(call.testDescription)")
        }
    }

    private static func method(of call: Call) -> HTTPRequest.Method { call.method == .head ? .get : call.method }

    /// The call's path as the document writes it.
    private static func template(of call: Call) -> String {
        [
            ("{request}", "{id}"), ("{token}", "{id}"), ("{number}", "{id}"), ("/m1", "/{id}"), ("/h1", "/{id}"),
            ("imports/villages", "imports/{kind}"),
        ].reduce(String(call.path.prefix { $0 != "?" })) { $0.replacing($1.0, with: $1.1) }
    }

    @Test(arguments: calls)
    func takesTheRolesAndScopesItIsFor(call: Call) async throws {
        try await APIWorld.run { world in
            for role in AccessTokenRecord.Role.allCases {
                for (township, scope) in [
                    (nil, .allowed), (APIRosters.firstTownship, call.own), (APIRosters.secondTownship, call.other),
                ] as [(String?, Call.Scope)] {
                    let reply = try await perform(call, with: world.tokens.of(role, township), in: world)
                    let isAllowed = call.roles.contains(role) && scope == .allowed
                    let who = "\(role.rawValue) of \(township ?? "the county")"
                    #expect((reply.status == 403) == !isAllowed, "\(who): \(reply.status) \(reply.text)")
                    #expect(reply.status != 401)
                    guard !call.roles.contains(role), call.method != .head else { continue }
                    #expect(reply.json["field"] == "role")
                    #expect(reply.json["value"] == .string(role.rawValue))
                    let needed = reply.json["allowed"]?.elements.compactMap(\.text) ?? []
                    #expect(Set(needed) == Set(call.roles.map(\.rawValue)))
                }
            }
        }
    }

    @Test func refusesEveryTokenThatIsNotInForce() async throws {
        try await APIWorld.run { world in
            let now = world.dispatcher.clock.wallNow
            let expired = BearerToken(
                random: SecureBytes.make(count: 32),
                id: "expired",
                name: "expired",
                role: .administrator,
                townshipCode: nil,
                expiresAt: now,
                at: now.adding(seconds: -60)
            )
            _ = try await world.dispatcher.writer.write([.accessToken(expired.record)])
            let administrator = try world.principal(world.tokens.administrator)
            let revoked = try await world.dispatcher.createToken(
                name: "revoked",
                role: .administrator,
                townshipCode: nil,
                expiresAt: nil,
                by: administrator
            )
            #expect(try await world.dispatcher.revokeToken(revoked.record.id, by: administrator))
            let good = world.tokens.administrator
            let headers: [String?] = [
                nil, "", "Bearer", "Bearer ", "Bearer nonsense", "Basic \(good)", good, "Bearer \(expired.text)",
                "Bearer \(revoked.text)", "Bearer \(good)x", "Bearer \(good.dropLast())", "Bearer \(good) \(good)",
                "Bearer \(good.uppercased())", "Bearer \(String(repeating: "a", count: 8000))",
            ]
            _ = try await world.open()
            for call in Self.calls {
                let before = try await world.deeds()
                for header in headers {
                    let reply = try await perform(call, header: header, in: world)
                    #expect(reply.status == 401, "\(call.testDescription) with \(header ?? "nothing")")
                    #expect(reply.headers[.wwwAuthenticate] == "Bearer")
                    #expect(!reply.text.contains(good), "a token is never repeated")
                }
                #expect(try await world.deeds() == before)
            }
            for spelling in ["bearer", "BEARER"] {
                let reply = try await world.call(.get, "/v1/tokens", headers: ["Authorization": "\(spelling) \(good)"])
                #expect(reply.status == 200, "the scheme's letters do not count (RFC 9110, section 11.1)")
            }
        }
    }

    @Test func aTownshipSeesItsOwnOnly() async throws {
        try await APIWorld.run { world in
            let here = try await world.open()
            let there = try await world.open(#"{"category":"fall","place":{"villageCode":"999999002001"}}"#)
            for role in AccessTokenRecord.Role.allCases {
                for (township, id) in [(APIRosters.firstTownship, here.id), (APIRosters.secondTownship, there.id)] {
                    let list: RequestList = try await world.call(
                        .get,
                        "/v1/requests",
                        token: world.tokens.of(role, township)
                    ).read()
                    #expect(list.requests.map(\.id) == [id])
                }
            }
            let token = world.tokens.of(.operator, APIRosters.secondTownship)
            let members: MemberList = try await world.call(.get, "/v1/members", token: token).read()
            #expect(members.members.map(\.id) == ["m6", "m7", "m8"])
            // Who lives across the border counts as near, without a name.
            let near = world.tokens.of(.operator, APIRosters.firstTownship)
            let nearest: NearestMembers = try await world.call(
                .get,
                "/v1/members/nearest?latitude=37&longitude=115.2&limit=100",
                token: near
            ).read()
            #expect(nearest.members.count == 8)
            for member in nearest.members {
                #expect((member.name != nil) == (member.id < "m6"), "\(member.id)")
                #expect((member.phone != nil) == (member.id < "m6"), "\(member.id)")
            }
            // A household of another township does not open a request there.
            let reply = try await world.call(
                .post,
                "/v1/requests",
                token: near,
                text: #"{"category":"fall","householdId":"h3"}"#
            )
            #expect(reply.code == .forbidden)
            #expect(reply.json["field"] == "scope")
        }
    }

    private func perform(_ call: Call, with token: String, in world: APIWorld) async throws -> APIReply {
        try await perform(call, header: "Bearer \(token)", in: world)
    }

    private func perform(_ call: Call, header: String?, in world: APIWorld) async throws -> APIReply {
        var path = call.path
        if path.contains("{request}") {
            let open = try await world.call(.get, "/v1/requests?state=open&limit=1", token: world.tokens.operator)
            let id = try open.read(RequestList.self).requests.first?.id
            if let id {
                path = path.replacing("{request}", with: id)
            } else {
                path = path.replacing("{request}", with: try await world.open().id)
            }
        }
        path = path.replacing("{number}", with: "1")
        if path.contains("{token}") { path = path.replacing("{token}", with: "nobody") }
        return try await world.call(
            call.method,
            path,
            headers: header.map { ["Authorization": $0] } ?? [:],
            body: Array(call.body.utf8)
        )
    }
}
