import DispatchCore
import DispatchService
import DispatchStore
import Testing

/// Links that cannot be guessed, altered or turned into one of another kind.
struct LinkTokenTests {
    private let tokens = LinkTokens(key: Array(0..<32))
    private let id = OfferID(high: 0x0199_C82C_F954_7351, low: 0xB300_8304_2620_17AB)

    private func offer(_ token: String, by tokens: LinkTokens? = nil) -> OfferID? {
        (tokens ?? self.tokens).verify(token, .offer)
    }

    @Test func aTokenLeadsBackToItsOffer() {
        let token = tokens.token(ofOffer: id)
        // 48 bytes in base64url.
        #expect(token.count == 64)
        #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(offer(token) == id)
        #expect(tokens.token(ofOffer: id) == token)
    }

    @Test func aTokenIsOfOneKind() {
        let link = MemberLinkID(high: id.high, low: id.low)
        let asMember: MemberLinkID? = tokens.verify(tokens.token(ofOffer: id), .member)
        #expect(asMember == nil)
        #expect(offer(tokens.token(ofMemberLink: link)) == nil)
        #expect(tokens.verify(tokens.token(ofMemberLink: link), .member) == link)
    }

    @Test func aGroupsTokenHoldsRequestAndEndpoint() {
        let group = GroupCall(requestID: RequestID(high: id.high, low: id.low), endpointID: 70_000)
        let token = tokens.token(ofGroup: group)
        // 56 bytes in base64url.
        #expect(token.count == 75)
        #expect(tokens.group(of: token) == group)
        #expect(offer(token) == nil)
        #expect(tokens.group(of: tokens.token(ofOffer: id)) == nil)
        #expect(LinkTokens(key: Array(1..<33)).group(of: token) == nil)
        for length in 0..<token.count { #expect(tokens.group(of: String(token.prefix(length))) == nil) }
    }

    @Test func anotherKeyKnowsNothing() {
        #expect(offer(tokens.token(ofOffer: id), by: LinkTokens(key: Array(1..<33))) == nil)
    }

    @Test func anAlteredOrCutTokenIsNone() {
        let token = tokens.token(ofOffer: id)
        for position in token.indices {
            var altered = token
            let other: Character = token[position] == "A" ? "B" : "A"
            altered.replaceSubrange(position...position, with: String(other))
            #expect(offer(altered) == nil, "\(altered)")
        }
        for length in 0..<token.count { #expect(offer(String(token.prefix(length))) == nil) }
        for text in [token + "A", token + "=", " " + token, token + "\n", "", "%", "令牌"] { #expect(offer(text) == nil) }
    }
}
