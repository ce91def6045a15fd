import DispatchHTTP
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListenerTests {
    @Test func answersWithDateAndKeepsTheConnectionOpen() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            for round in 1...3 {
                try await client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                let heard = try await client.hear { $0.ranges(of: "hello").count == round }
                #expect(heard.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(heard.ranges(of: "Date: ").count == round)
                #expect(heard.ranges(of: " GMT\r\n").count == round)
                #expect(!heard.lowercased().contains("connection: close"))
            }
            #expect(harness.statuses.elements == [200, 200, 200])
        }
    }

    @Test func answersPipelinedRequestsInTheirOrder() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say(
                "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            let heard = try await client.hear { $0.contains("404") }
            let places = ["3 bytes", "hello", "404"].compactMap { heard.firstRange(of: $0) }
            #expect(places.count == 3)
            #expect(places == places.sorted { $0.lowerBound < $1.lowerBound })
        }
    }

    @Test(arguments: ["Connection: close", "connection: Close", "Connection: foo, close", "Upgrade: h2c"])
    func closesAfterTheAnswerWhenAsked(field: String) async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say(
                "GET /hello HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\nGET /slow HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            let heard = try await client.hearUntilClosed()
            #expect(heard.hasSuffix("\r\n\r\nhello"))
            #expect(heard.lowercased().contains("connection: close"))
            #expect(harness.events.elements.isEmpty, "nothing after the last request is served")
        }
    }

    @Test func endsAnAnswerToAnOldClientByClosing() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say("GET /stream HTTP/1.0\r\n\r\n")
            let heard = try await client.hear { $0.contains("data: first") }
            #expect(heard.hasPrefix("HTTP/1.0 200 OK\r\n"))
            #expect(!heard.lowercased().contains("transfer-encoding"))
            await harness.beginShutdown()
            #expect(try await client.hearUntilClosed().hasSuffix("\r\n\r\ndata: first\n\ndata: bye\n\n"))
        }
    }

    @Test func tellsAClientThatWaitsToGoOn() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.hear { $0.hasSuffix("\r\n\r\n") } == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.say("ok")
            #expect(try await client.hear { $0.contains("2 bytes") }.contains("HTTP/1.1 200 OK"))
        }
    }

    @Test func aRouteThatFailsIsAnswered500() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n")
            try await client.hear { $0.hasPrefix("HTTP/1.1 500 ") }
            #expect(harness.statuses.elements == [500])
        }
    }

    // MARK: Bad input

    @Test(
        arguments: [
            "NONSENSE\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
            "GET /hello HTTP/9.9\r\nHost: a\r\n\r\n",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}\u{3}",
        ]
    )
    func answersMalformedRequestsWith400AndCloses(text: String) async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say(text)
            let heard = try await client.hearUntilClosed()
            #expect(heard.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(!heard.contains("200 OK"))
            #expect(harness.statuses.elements.last == 400)
        }
    }

    @Test(arguments: [(fields: 1, bytesEach: 9000), (fields: 101, bytesEach: 1), (fields: 10, bytesEach: 4000)])
    func refusesAHeaderAboveTheLimits(fields: Int, bytesEach: Int) async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            let value = String(repeating: "a", count: bytesEach)
            let header = (1...fields).map { "X-\($0): \(value)\r\n" }.joined()
            try await client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\(header)")
            #expect(try await client.hearUntilClosed().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        }
    }

    @Test func refusesATargetAboveTheLimit() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say("GET /\(String(repeating: "a", count: 100_000))")
            #expect(try await client.hearUntilClosed().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        }
    }

    @Test func aBodyThatBreaksOffNeverLooksComplete() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf of it")
            try await client.close()
            try await harness.events.wait { !$0.isEmpty }
            #expect(harness.events.elements == ["body broken"])
        }
    }

    @Test func aClientThatSaysItsLastAtOnceIsServed() async throws {
        try await ListenerHarness.run { harness in
            for _ in 1...50 {
                let client = try await harness.connect()
                try await client.say("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345")
                try await client.sayNoMore()
                #expect(try await client.hearUntilClosed().hasSuffix("5 bytes"))
            }
        }
    }

    // MARK: Limits

    @Test func refusesConnectionsAboveTheLimitAndTakesThemAgainLater() async throws {
        var limits = ListenerLimits()
        limits.maximumConnections = 2
        limits.retryAfterSeconds = 7
        try await ListenerHarness.run(limits: limits) { harness in
            let first = try await harness.connect()
            try await first.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            try await first.hear { $0.hasSuffix("hello") }
            let second = try await harness.connect()
            try await second.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            try await second.hear { $0.hasSuffix("hello") }

            let third = try await harness.connect()
            let refusal = try await third.hearUntilClosed()
            #expect(refusal.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            #expect(refusal.contains("\r\nRetry-After: 7\r\n"))
            #expect(refusal.contains(#""code":"queue-full""#))
            #expect(harness.statuses.elements == [200, 200, 503])
            #expect(harness.events.elements == ["no place"])

            try await first.close()
            // The place is free as soon as the daemon has seen the close, which no event tells a client.
            let request = "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            while try await !harness.connect().saying(request).contains("200 OK") {}
            #expect(harness.statuses.elements.last == 200)
        }
    }

    @Test func dropsConnectionsAboveTheRefusals() async throws {
        var limits = ListenerLimits()
        limits.maximumConnections = 1
        limits.maximumRefusals = 0
        try await ListenerHarness.run(limits: limits) { harness in
            let first = try await harness.connect()
            try await first.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            try await first.hear { $0.hasSuffix("hello") }
            let second = try await harness.connect()
            #expect(try await second.hearUntilClosed().isEmpty)
            #expect(harness.events.elements == ["no place"])
        }
    }

    @Test func aClientThatNeverReadsHoldsLittleAndIsClosed() async throws {
        var limits = ListenerLimits()
        limits.writeStallMilliseconds = 200
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect(reading: false)
            try await client.say("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n")
            try await harness.events.wait(for: "flood ended")
            // What was written lies in the kernel's socket buffers, which grow to tens of megabytes on loopback.
            #expect(harness.events.elements.count < 8000)
        }
    }

    @Test func aRefusedUploadIsClosedWhenItGoesOnComing() async throws {
        var limits = ListenerLimits()
        limits.lingerMilliseconds = 100
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            try await client.say("POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nbeginning")
            #expect(try await client.hearUntilClosed().hasPrefix("HTTP/1.1 413 "))
        }
    }
}
