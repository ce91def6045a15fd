import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2)))
struct HealthRouteTests {
    @Test func saysWhetherItIsWellAndReady() async throws {
        try await APIWorld.run(rosters: nil) { world in
            let health = try await world.call(.get, "/healthz")
            #expect(health.json == ["status": "ok"])
            #expect(try await world.call(.get, "/readyz").json == ["status": "ready", "clock": [:]])
            #expect(try await world.call(.head, "/healthz").status == 200)
        }
    }

    @Test func tellsMetricsToThisMachineOnly() async throws {
        try await APIWorld.run { world in
            _ = try await world.open()
            for address in ["127.0.0.1", "127.8.8.8", "::1"] {
                let reply = try await world.call(.get, "/metrics", from: address)
                #expect(reply.status == 200, "\(address)")
                #expect(reply.text.contains("arrived_requests_opened_total{urgency=\"immediate\"} 1"))
                #expect(reply.text.contains("# TYPE arrived_first_arrival_seconds histogram"))
            }
            for address in ["192.0.2.7", "10.0.0.1", "2001:db8::1", "192.0.2.1"] {
                #expect(try await world.call(.get, "/metrics", from: address).code == .forbidden, "\(address)")
            }
            // A proxy on this machine lends its address to nobody.
            for forwarded in ["192.0.2.7", "127.0.0.1", "nonsense", ""] {
                let reply = try await world.call(.get, "/metrics", headers: ["X-Forwarded-For": forwarded])
                #expect(reply.code == .forbidden, "\(forwarded)")
            }
        }
    }

    @Test func isUnavailableOnceTheWriterHasStopped() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            let callback = try world.callback(request.offers[0])
            let page = "/o/\(try world.linkToken(request.offers[0].id))"
            try await world.stopServices()
            let body = #"{"category":"fall","householdId":"h1"}"#
            let operators = world.tokens.operator
            let replies = [
                try await world.call(.get, "/readyz"),
                try await world.call(.post, "/v1/requests", token: operators, text: body),
                try await world.call(.get, "/v1/requests/\(request.id)", token: operators),
                try await world.call(.post, "/v1/requests/\(request.id)/cancel", token: operators),
                try await world.call(.patch, "/v1/members/m1", token: operators, text: #"{"duty":"off"}"#),
                try await world.call(.get, "/v1/members/nearest?latitude=37&longitude=115.2", token: operators),
                try await world.call(.post, callback, text: #"{"action":"accept"}"#),
                try await world.call(
                    .post,
                    "/v1/tokens",
                    token: world.tokens.administrator,
                    text: #"{"name":"a","role":"desk"}"#
                ),
                try await world.call(
                    .post,
                    "/v1/imports/villages",
                    token: world.tokens.administrator,
                    text: APIRosters().villages.replacing("Upper", with: "Uppermost")
                ),
                try await world.call(.post, page, text: "action=accept"),
            ]
            for reply in replies {
                #expect(reply.status == 503)
                #expect(reply.headers[.retryAfter] == "1")
                #expect(reply.mediaType.hasPrefix("text/html") || reply.code == .shuttingDown)
            }
            #expect(try await world.call(.get, "/healthz").status == 200)
        }
    }

    @Test func isUnavailableWhileTooMuchWaits() async throws {
        var limits = WriterLoop.Limits()
        limits.queueLimit = 4
        limits.batchLimit = 1
        try await APIWorld.run(limits: limits) { world in
            let replies = try await withThrowingTaskGroup(of: APIReply.self) { group in
                for _ in 1...200 {
                    group.addTask {
                        try await world.call(
                            .post,
                            "/v1/requests",
                            token: world.tokens.operator,
                            text: #"{"category":"errand","householdId":"h1"}"#
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = replies.filter { $0.status != 201 }
            #expect(refused.allSatisfy { $0.code == .queueFull && $0.headers[.retryAfter] == "1" })
            let metrics = try await world.call(.get, "/metrics", from: "127.0.0.1").text
            #expect(metrics.contains("arrived_overload_refusals_total{reason=\"queue-full\"} \(refused.count)\n"))
            // Whatever was answered 201 is there, and nothing else.
            var ids: Set<String> = []
            var after = ""
            repeat {
                let page: RequestList = try await world.call(
                    .get,
                    "/v1/requests?limit=200&after=\(after)",
                    token: world.tokens.operator
                ).read()
                ids.formUnion(page.requests.map(\.id))
                after = page.next ?? ""
            } while !after.isEmpty
            let opened = try Set(replies.filter { $0.status == 201 }.map { try $0.read(RequestView.self).id })
            #expect(opened.isSubset(of: ids))
        }
    }
}
