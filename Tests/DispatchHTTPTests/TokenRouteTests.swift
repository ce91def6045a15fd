import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2)))
struct TokenRouteTests {
    @Test func makesListsAndRevokesTokens() async throws {
        try await APIWorld.run { world in
            let administrator = world.tokens.administrator
            let later = WireTime(milliseconds: world.dispatcher.clock.wallNow.milliseconds + 3_600_000)
            let reply = try await world.call(
                .post,
                "/v1/tokens",
                token: administrator,
                text: """
                    {"name":"alarm buttons","role":"integrator","scope":{"township":"999999001"},
                    "expiresAt":"\(later)"}
                    """
            )
            #expect(reply.status == 201)
            let created: CreatedToken = try reply.read()
            #expect(created.token.hasPrefix("arr_"))
            #expect(created.scope == .township(APIRosters.firstTownship))
            #expect(try await world.call(.get, "/v1/villages", token: created.token).status == 200)

            let list = try await world.call(.get, "/v1/tokens", token: administrator)
            #expect(!list.text.contains(created.token), "a token is shown once")
            let view = try #require(try list.read(TokenList.self).tokens.first { $0.id == created.id })
            #expect(view.name == "alarm buttons")
            #expect(view.role == .integrator)
            #expect(view.expiresAt == later)
            #expect(view.revokedAt == nil)

            let path = "/v1/tokens/\(created.id)"
            #expect(try await world.call(.delete, path, token: administrator).status == 204)
            #expect(try await world.call(.get, "/v1/villages", token: created.token).status == 401, "at once")
            let before = try await world.deeds()
            #expect(try await world.call(.delete, path, token: administrator).status == 204)
            #expect(try await world.deeds() == before, "revoking again changes nothing")
            let after: TokenList = try await world.call(.get, "/v1/tokens", token: administrator).read()
            #expect(after.tokens.first { $0.id == created.id }?.revokedAt != nil)
        }
    }

    @Test(arguments: [
        ("{}", ProblemCode.missingField, "name"), (#"{"name":"a"}"#, .missingField, "role"),
        (#"{"name":"a","role":"king"}"#, .invalidValue, "role"), (#"{"name":"","role":"desk"}"#, .invalidValue, "name"),
        (#"{"name":"a","role":"desk","scope":{}}"#, .invalidValue, "scope"),
        (#"{"name":"a","role":"desk","scope":{"county":"999999","township":"999999001"}}"#, .invalidValue, "scope"),
        (#"{"name":"a","role":"desk","scope":{"county":"000000"}}"#, .invalidValue, "scope.county"),
        (#"{"name":"a","role":"desk","scope":{"township":"1"}}"#, .invalidValue, "scope.township"),
        (#"{"name":"a","role":"desk","expiresAt":"2001-01-01T00:00:00Z"}"#, .invalidValue, "expiresAt"),
        (#"{"name":"a","role":"desk","token":"mine"}"#, .unknownField, "token"),
    ])
    func refusesATokenThatMakesNoSense(body: String, code: ProblemCode, field: String) async throws {
        try await APIWorld.run { world in
            let before = try await world.deeds()
            let reply = try await world.call(.post, "/v1/tokens", token: world.tokens.administrator, text: body)
            #expect(reply.code == code)
            #expect(reply.json["field"]?.text == field)
            #expect(try await world.deeds() == before)
        }
    }
}
