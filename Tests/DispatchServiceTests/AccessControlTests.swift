import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import StoreTestSupport
import Testing

/// Who a bearer token stands for.
struct AccessControlTests {
    private static let now = WallTime(milliseconds: 1_760_000_000_000)

    private func token(_ number: UInt8, expiresAt: WallTime? = nil) -> BearerToken {
        BearerToken(
            random: Array(repeating: number, count: 32),
            id: "t\(number)",
            name: "token \(number)",
            role: .operator,
            townshipCode: "9001",
            expiresAt: expiresAt,
            at: Self.now
        )
    }

    @Test func aTokenStandsForItsRoleAndScope() throws {
        let known = token(1)
        let access = AccessControl([known.record])
        let principal = try #require(access.principal(of: known.text, at: Self.now))
        #expect(principal.tokenID == "t1")
        #expect(principal.role == .operator)
        #expect(principal.townshipCode == "9001")
        #expect(principal.actor == .token("t1"))
    }

    @Test func anUnknownTokenStandsForNobody() {
        let known = token(1)
        let access = AccessControl([known.record])
        for text in [token(2).text, "", String(known.text.dropLast()), known.text + "A", known.text.uppercased()] {
            #expect(access.principal(of: text, at: Self.now) == nil)
        }
    }

    @Test func aTokenExpiresAtItsTime() {
        let known = token(1, expiresAt: Self.now)
        let access = AccessControl([known.record])
        #expect(access.principal(of: known.text, at: Self.now.adding(milliseconds: -1)) != nil)
        #expect(access.principal(of: known.text, at: Self.now) == nil)
    }

    @Test func asManyAsTheLimitAreInForceAtOnce() {
        func token(_ number: Int, expiresAt: WallTime? = nil) -> AccessTokenRecord {
            var random = [UInt8](repeating: 0, count: 32)
            random[0] = UInt8(number / 256)
            random[1] = UInt8(number % 256)
            let id = "t\(number)"
            return BearerToken(
                random: random,
                id: id,
                name: id,
                role: .operator,
                townshipCode: nil,
                expiresAt: expiresAt,
                at: Self.now
            ).record
        }
        let most = (1..<AccessControl.tokenLimit).map { token($0) }
        #expect(!AccessControl(most).isFull(at: Self.now))
        let expiring = token(0, expiresAt: Self.now.adding(seconds: 1))
        let access = AccessControl(most + [expiring])
        #expect(access.isFull(at: Self.now))
        #expect(!access.isFull(at: Self.now.adding(seconds: 1)), "expired ones do not count")
    }

    @Test func aRevokedTokenIsOutAtOnceAndForGood() async throws {
        let folder = try TemporaryFolder()
        let administrator = Principal(StoreFixture.founding.administrator)
        var text = ""
        try await House.withDispatcher(in: folder) { dispatcher in
            let made = try await dispatcher.createToken(
                name: "hotline",
                role: .integrator,
                townshipCode: nil,
                expiresAt: nil,
                by: administrator
            )
            text = made.text
            #expect(dispatcher.access.principal(of: text, at: dispatcher.clock.expiryWall)?.role == .integrator)
            // Only the hash is kept.
            let stored = try await dispatcher.store.accessTokens()
            #expect(stored.map(\.hash).contains(BearerToken.hash(text)))
            #expect(try await dispatcher.revokeToken(made.record.id, by: administrator))
            #expect(try await dispatcher.revokeToken(made.record.id, by: administrator))
            #expect(try await !dispatcher.revokeToken("unknown", by: administrator))
            #expect(dispatcher.access.principal(of: text, at: dispatcher.clock.expiryWall) == nil)
        }
        try await House.withDispatcher(in: folder) { dispatcher in
            #expect(dispatcher.access.principal(of: text, at: dispatcher.clock.expiryWall) == nil)
        }
    }

    @Test func aMembersLinkIsMadeOnceAndLeadsToThem() async throws {
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            let member = MemberID("m1")
            let token = try #require(try await dispatcher.memberLinkToken(of: member))
            #expect(try await dispatcher.memberLinkToken(of: member) == token)
            #expect(try await dispatcher.member(ofToken: token) == member)
            #expect(try await dispatcher.member(ofToken: String(token.dropLast())) == nil)
            #expect(dispatcher.offer(ofToken: token) == nil)
            #expect(try await dispatcher.memberLinkToken(of: MemberID("nobody")) == nil)
        }
    }
}
