import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2)))
struct PageRouteTests {
    @Test func showsAndTakesAnswersByForm() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"fall","callerPhone":"13911110001","summary":"MARK summary"}"#
            )
            let path = "/o/\(try world.linkToken(request.offers[0].id))"
            let asked = try await world.call(.get, path)
            #expect(asked.status == 200)
            #expect(asked.text.contains("Upper Example"))
            for mark in APIRosters.marks { #expect(!asked.text.contains(mark), "before the accept") }
            #expect(asked.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)

            // Led on to a page that can be gone back to.
            #expect(try await world.call(.post, path, text: "action=accept").status == 303)
            let held = try await world.tap("action=accept", on: path)
            #expect(held.status == 200)
            #expect(held.text.contains("MARK Old Man"))
            #expect(try await world.call(.get, "\(path)?language=zh").text.contains("MARK Lane 1"))
            let other = "/o/\(try world.linkToken(request.offers[1].id))"
            #expect(try await world.call(.post, other, text: "action=accept").status == 409)

            // The end is asked about, since the address goes with it.
            #expect(try await world.tap("action=cleared", on: path).text.contains("confirmed"))
            #expect(try await world.call(.get, path).text.contains("MARK Old Man"))
            #expect(try await world.tap("action=cleared&confirmed=yes", on: path).status == 200)
            #expect(!(try await world.call(.get, path).text.contains("MARK")), "details go when the work is done")
        }
    }

    @Test(arguments: [
        "", "action=", "action=fly", "action=%zz", "%ff=%ff", "until=1", "&&&=&", "accept",
    ])
    func aFormThatIsNoneIsRefusedKindly(form: String) async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let member = try #require(try await world.dispatcher.memberLinkToken(of: MemberID("m1")))
            let before = try await world.deeds()
            for path in ["/o/\(try world.linkToken(request.offers[0].id))", "/m/\(member)"] {
                let reply = try await world.call(.post, path, text: form)
                #expect(reply.status == 409)
                #expect(reply.mediaType.hasPrefix("text/html"))
            }
            #expect(try await world.deeds() == before)
        }
    }

    /// On a slow line the next button comes where the last one was.
    @Test func anArrivalRightAfterSettingOutIsAskedAbout() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let path = "/o/\(try world.linkToken(request.offers[0].id))"
            try await world.tap("action=accept", on: path)
            try await world.tap("action=en-route", on: path)
            let asked = try await world.tap("action=on-scene", on: path)
            #expect(asked.text.contains("confirmed") && asked.text.contains("Really?"))
            #expect(try await world.show(request.id).assignments.map(\.state.rawValue) == ["en-route"])
            try await world.tap("action=on-scene&confirmed=yes", on: path)
            #expect(try await world.show(request.id).assignments.map(\.state.rawValue) == ["on-scene"])
        }
    }

    @Test func aFormOverTheLimitIsRefused() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let reply = try await world.call(
                .post,
                "/o/\(try world.linkToken(request.offers[0].id))",
                text: "action=" + String(repeating: "a", count: 5000)
            )
            #expect(reply.status == 413)
        }
    }

    @Test func aMemberChangesDutyOnTheirOwnPage() async throws {
        try await APIWorld.run { world in
            let link: MemberLink = try await world.call(
                .post,
                "/v1/members/m1/link",
                token: world.tokens.operator
            ).read()
            #expect(link.url.hasPrefix("http://arrived.example/m/"))
            let path = String(link.url.dropFirst("http://arrived.example".count))
            #expect(try await world.call(.get, path).status == 200)
            #expect(try await world.tap("action=duty-off", on: path).text.contains("Saved."))
            func member() async throws -> MemberView {
                try await world.call(.get, "/v1/members/m1", token: world.tokens.operator).read()
            }
            #expect(try await member().duty == .off)
            try await world.call(.post, path, text: "action=duty-on")
            let tomorrow = world.dispatcher.clock.wallNow.milliseconds + 86_400_000
            #expect(try await world.tap("action=away&until=\(tomorrow)", on: path).status == 200)
            #expect(try await member().awayUntil == WireTime(milliseconds: tomorrow))
        }
    }

    /// A time at the end of all numbers once went into the journal and stopped the daemon at every look.
    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "1", "x", "99999999999999999999", "4102444800000"])
    func anAbsenceHasAnEndWithinReason(until: String) async throws {
        try await APIWorld.run { world in
            let token = try #require(try await world.dispatcher.memberLinkToken(of: MemberID("m1")))
            let reply = try await world.call(.post, "/m/\(token)", text: "action=away&until=\(until)")
            #expect(reply.status == 409)
            #expect(try await world.call(.get, "/m/\(token)").status == 200)
            let member = try await world.call(.get, "/v1/members/m1", token: world.tokens.operator)
            #expect(member.json["awayUntil"] == nil)
        }
    }
}
