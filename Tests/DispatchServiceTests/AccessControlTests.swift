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

    @Test func howManyAreMadeAndRevokedAtOnceMakesNoDifference() async throws {
        let administrator = Principal(StoreFixture.founding.administrator)
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            for _ in 0..<20 {
                let made = try await withThrowingTaskGroup(of: BearerToken.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            try await dispatcher.createToken(
                                name: "token \(number)",
                                role: .operator,
                                townshipCode: nil,
                                expiresAt: nil,
                                by: administrator
                            )
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let principals = made.compactMap { token in
                    dispatcher.access.principal(of: token.text, at: dispatcher.clock.expiryWall)
                }
                #expect(principals.count == made.count, "each is in force once it is answered")
                // Half of them are revoked while others are made; each twice.
                let (revoked, kept) = (made.prefix(4), made.suffix(4))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for token in revoked {
                        for _ in 0..<2 {
                            group.addTask {
                                let isKnown = try await dispatcher.revokeToken(token.record.id, by: administrator)
                                #expect(isKnown)
                                let found = dispatcher.access.principal(of: token.text, at: dispatcher.clock.expiryWall)
                                #expect(found == nil, "out once it is answered")
                            }
                        }
                        group.addTask {
                            _ = try await dispatcher.createToken(
                                name: "meanwhile",
                                role: .desk,
                                townshipCode: nil,
                                expiresAt: nil,
                                by: administrator
                            )
                        }
                    }
                    try await group.waitForAll()
                }
                for token in revoked {
                    #expect(dispatcher.access.principal(of: token.text, at: dispatcher.clock.expiryWall) == nil)
                }
                for token in kept {
                    #expect(dispatcher.access.principal(of: token.text, at: dispatcher.clock.expiryWall) != nil)
                }
                for principal in principals {
                    let isKept = kept.contains { $0.record.id == principal.tokenID }
                    #expect(dispatcher.access.isInForce(principal, at: dispatcher.clock.expiryWall) == isKept)
                }
            }
        }
    }

    @Test func theLimitHoldsHoweverManyAreMadeAtOnce() async throws {
        let administrator = Principal(StoreFixture.founding.administrator)
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            // One place is left beside the administrator's and these.
            let others = (0..<(AccessControl.tokenLimit - 2)).map { number in
                AccessChange.created(
                    AccessTokenRecord(
                        id: "filler \(number)",
                        name: "filler",
                        role: .desk,
                        townshipCode: nil,
                        hash: [UInt8(number / 256), UInt8(number % 256)] + Array(repeating: 0, count: 30),
                        createdAt: Self.now
                    )
                )
            }
            dispatcher.access.take(others)
            let made = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        do {
                            _ = try await dispatcher.createToken(
                                name: "one more",
                                role: .desk,
                                townshipCode: nil,
                                expiresAt: nil,
                                by: administrator
                            )
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(made == 1)
        }
    }

    @Test func aRenewedLinkLeadsToTheMemberAndTheOneBeforeNowhere() async throws {
        let administrator = Principal(StoreFixture.founding.administrator)
        try await House.withDispatcher(in: try TemporaryFolder()) { dispatcher in
            let member = MemberID("m1")
            let first = try #require(try await dispatcher.memberLinkToken(of: member))
            let second = try #require(try await dispatcher.renewMemberLink(of: member, by: administrator))
            #expect(first != second)
            #expect(try await dispatcher.member(ofToken: first) == nil)
            #expect(try await dispatcher.member(ofToken: second) == member)
            #expect(try await dispatcher.memberLinkToken(of: member) == second)
            #expect(try await dispatcher.renewMemberLink(of: MemberID("nobody"), by: administrator) == nil)
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
