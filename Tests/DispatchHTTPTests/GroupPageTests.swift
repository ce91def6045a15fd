import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// A group's page: one link for everybody, and nobody answers in another's name.
@Suite(.timeLimit(.minutes(2)))
struct GroupPageTests {
    /// A county whose members share one robot, which takes every message.
    private static func run(
        _ body: @escaping @Sendable (APIWorld, RequestView, String) async throws -> Void
    ) async throws {
        let taken = ReceiverAnswer.reply(status: 200, body: Array(#"{"errcode":0,"errmsg":"ok"}"#.utf8))
        try await APIWorld.run(rosters: APIRosters(isGroup: true), endpoint: taken) { world in
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"13911110001","summary":"MARK summary"}"#
            )
            let message = try #require(try await world.receiver.waitForRequests(1).first)
            let path = try #require(message.text.firstMatch(of: #//g/[A-Za-z0-9_-]+/#)?.output)
            try await body(world, request, String(path))
        }
    }

    private static func form(_ member: String, _ digits: String, _ action: String = "accept") -> String {
        "member=\(member)&digits=\(digits)&action=\(action)"
    }

    private static let secrets = ["MARK Old", "MARK Lane", "MARK summary", "MARK needs", "1391111"]

    @Test func oneMessageCallsAllWhoAreAskedAndTellsNothingMore() async throws {
        try await Self.run { world, request, path in
            let messages = world.receiver.requests
            #expect(messages.count == 1)
            for offer in request.offers {
                #expect(messages[0].text.contains("MARK Name \(offer.memberId.dropFirst())"))
                #expect(messages[0].text.contains("1390000000\(offer.memberId.dropFirst())"), "called by phone")
            }
            for secret in Self.secrets { #expect(!messages[0].text.contains(secret)) }
            #expect(!messages[0].text.contains("/o/"), "nobody's own link stands in the group")

            let page = try await world.call(.get, path)
            #expect(page.status == 200)
            #expect(page.text.contains("Upper Example"))
            for number in 1...7 { #expect(page.text.contains("MARK Name \(number)")) }
            #expect(!page.text.contains("MARK Name 8"), "not of this group")
            for secret in Self.secrets { #expect(!page.text.contains(secret)) }
            #expect(!page.text.contains("1390000"), "no phone of a member either")
        }
    }

    @Test func whoShowsToBeAMemberIsLedToTheirOwnPage() async throws {
        try await Self.run { world, request, path in
            let member = request.offers[0].memberId
            let reply = try await world.call(.post, path, text: Self.form(member, "000\(member.dropFirst())"))
            #expect(reply.status == 303)
            for secret in Self.secrets { #expect(!reply.text.contains(secret)) }
            let own = APIWorld.target(try #require(reply.headers[.location]), from: path)
            let token = try world.linkToken(request.offers[0].id)
            #expect(own.hasPrefix("/o/\(token)"))
            #expect(try await world.call(.get, own).text.contains("MARK Old Man"))
            #expect(try await world.show(request.id).assignments.map(\.memberId) == [member])
            // The group's page shows no more than before, and the way back to one's own page asks again.
            #expect(!(try await world.call(.get, path).text.contains("MARK Old")))
            let again = try await world.call(.post, path, text: Self.form(member, "000\(member.dropFirst())", "open"))
            #expect(APIWorld.target(again.headers[.location] ?? "", from: path) == own)
            #expect(try await world.call(.post, path, text: Self.form(member, "9999", "open")).status == 403)
        }
    }

    @Test func oneWhoWasNotAskedMayComeForward() async throws {
        try await Self.run { world, request, path in
            let asked = Set(request.offers.map(\.memberId))
            let other = try #require((1...7).map { "m\($0)" }.first { !asked.contains($0) })
            #expect(
                try await world.call(.post, path, text: Self.form(other, "000\(other.dropFirst())", "open")).status
                    == 200
            )
            let reply = try await world.call(.post, path, text: Self.form(other, "000\(other.dropFirst())"))
            #expect(reply.status == 303)
            let now = try await world.show(request.id)
            #expect(now.offers.last?.reason == "volunteer")
            #expect(now.assignments.map(\.memberId) == [other])
        }
    }

    @Test func aNoIsNotedAndOneWhoWasNotAskedMaySayItToo() async throws {
        try await Self.run { world, request, path in
            let member = request.offers[0].memberId
            let reply = try await world.call(
                .post,
                path,
                text: Self.form(member, "000\(member.dropFirst())", "decline")
            )
            #expect(reply.status == 200)
            #expect(try await world.show(request.id).offers[0].state == .declined)
            #expect(try await world.call(.post, path, text: Self.form("m7", "0007", "decline")).status == 200)
        }
    }

    @Test func fiveWrongTriesLockTheNameOnThatLinkOnly() async throws {
        try await Self.run { world, request, path in
            let member = request.offers[0].memberId
            let right = "000\(member.dropFirst())"
            for _ in 1...IdentityCheck.wrongClaimLimit {
                let reply = try await world.call(.post, path, text: Self.form(member, "1234"))
                #expect(reply.status == 403)
                #expect(reply.text.contains(" selected"), "the name stays chosen")
            }
            let locked = try await world.call(.post, path, text: Self.form(member, right))
            #expect(locked.status == 429)
            #expect(Int(locked.headers[.retryAfter] ?? "") ?? 0 > 500)
            #expect(try await world.show(request.id).assignments.isEmpty)
            // Another name is not locked, nor the same one on its own link.
            let other = request.offers[1].memberId
            #expect(try await world.call(.post, path, text: Self.form(other, "000\(other.dropFirst())")).status == 303)
            let kept = try await world.dispatcher.store.identityClaims(since: Timestamp(milliseconds: 0))
            #expect(kept.map(\.wrongCount) == [5])
            #expect(kept.map(\.subject.memberID.text) == [member])
        }
    }

    @Test func triesAtOnceAllCount() async throws {
        try await Self.run { world, request, path in
            let member = request.offers[0].memberId
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<40 {
                    tasks.addTask {
                        try await world.call(.post, path, text: Self.form(member, "\(5_000 + number)")).status
                    }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 403 } == IdentityCheck.wrongClaimLimit)
            #expect(statuses.count { $0 == 429 } == 40 - IdentityCheck.wrongClaimLimit)
        }
    }

    @Test(arguments: [
        ("", 409), ("action=accept", 403), ("action=fly&member=m1&digits=0001", 409),
        ("action=accept&member=m1&digits=", 403),
        ("action=accept&member=m1&digits=1", 403), ("action=accept&member=nobody&digits=0001", 403),
        ("action=accept&member=m8&digits=0008", 403), ("action=accept&name=MARK+Name+2&digits=0001", 403),
        ("action=accept&name=+MARK+Name+2+&digits=%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%92", 303),
        ("action=accept&member=m2&digits=139-0000-0002", 303), ("action=accept&member=m2&digits=%2B8613900000002", 303),
    ])
    func whatCountsAsShowingWhoOneIs(form: String, status: Int) async throws {
        try await Self.run { world, _, path in
            let reply = try await world.call(.post, path, text: form)
            #expect(reply.status == status)
        }
    }

    @Test func aWrongLinkShowsNothing() async throws {
        try await Self.run { world, request, path in
            let offer = try world.linkToken(request.offers[0].id)
            for token in [offer, String(path.dropFirst(3).dropLast()) + "A", "x"] where "/g/\(token)" != path {
                #expect(try await world.call(.get, "/g/\(token)").status == 404)
                #expect(try await world.call(.post, "/g/\(token)", text: Self.form("m1", "0001")).status == 404)
            }
        }
    }

    @Test func afterwardsThePageSaysThatItIsOver() async throws {
        try await Self.run { world, request, path in
            try await world.call(
                .post,
                "/v1/requests/\(request.id)/cancel",
                token: world.tokens.operator,
                text: #"{"reason":"MARK mistake"}"#
            )
            let page = try await world.call(.get, path)
            #expect(page.status == 200)
            #expect(!page.text.contains("MARK"))
            #expect(try await world.call(.post, path, text: Self.form("m1", "0001")).status == 409)
        }
    }

    @Test func aLargeGroupTypesItsNames() {
        let group = CalledGroup(
            number: 1,
            category: "fall",
            urgency: .immediate,
            township: "a",
            village: "b",
            roll: .chosen(
                asked: [],
                others: (0..<200).map {
                    .init(value: "member-\($0)", name: String(repeating: "长", count: 30), village: nil)
                }
            )
        )
        let page = GroupPage.document(group, language: .chinese).html
        #expect(page.contains("name=\"name\"") && !page.contains("<select"))
    }

    /// “I can't” of somebody who goes must not be noted as if they had never said yes.
    @Test func whoGoesAlreadyIsLedToWhereTheyCanGiveTheSeatBack() async throws {
        try await Self.run { world, request, path in
            let member = request.offers[0].memberId
            let digits = "000\(member.dropFirst())"
            try await world.tap(Self.form(member, digits), on: path)
            let own = try await world.tap(Self.form(member, digits, "decline"), on: path)
            #expect(own.status == 200)
            #expect(own.text.contains("MARK Old Man") && own.text.contains("value=\"release\""))
            #expect(try await world.show(request.id).assignments.map(\.state.rawValue) == ["accepted"])
        }
    }

    /// Who tries one guess on every name meets the link's own count.
    @Test func afterManyWrongTriesOnALinkOnlyWholeNumbersCount() async throws {
        try await Self.run { world, request, path in
            for number in 0..<IdentityCheck.linkClaimLimit {
                let member = "m\(number % 5 + 1)"
                #expect(try await world.call(.post, path, text: Self.form(member, "77\(10 + number)")).status == 403)
            }
            // Not locked, but four digits are not enough any more; the whole number is.
            let short = try await world.call(.post, path, text: Self.form("m6", "0006"))
            #expect(short.status == 403)
            #expect(short.text.contains("whole number"))
            #expect(try await world.call(.post, path, text: Self.form("m6", "13900000006")).status == 303)
        }
    }

    @Test func theKeyboardsGoMeansNothing() async throws {
        try await Self.run { world, _, path in
            let page = try await world.call(.get, path).text
            let first = try #require(page.firstRange(of: "<button"))
            #expect(page[first.lowerBound...].hasPrefix("<button disabled hidden>"))
        }
    }
}
