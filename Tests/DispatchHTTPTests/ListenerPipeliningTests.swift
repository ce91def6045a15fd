import DispatchHTTP
import DispatchWire
import NIOCore
import Testing

/// Clients that send requests before they have the answers, over real sockets.
@Suite(.timeLimit(.minutes(1)))
struct ListenerPipeliningTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func theNextRequestIsReadWhenTheAnswerIsWritten() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say(
                "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nPOST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
            )
            try await harness.events.wait(for: "slow began")
            // Another connection shows that time has passed.
            #expect(
                try await harness.connect().saying(
                    Self.hello.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n")
                )
                .hasSuffix("hello")
            )
            #expect(harness.events.elements == ["slow began"])
            harness.gate.open()
            let heard = try await client.hear { $0.contains("3 bytes") }
            #expect(heard.contains("slow done"))
        }
    }

    @Test func hundredsAtOnceAreAnsweredInOrderHoweverTheyCome() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            var text = ""
            for number in 1...200 {
                let body = String(repeating: "\n", count: number)
                text +=
                    number.isMultiple(of: 2)
                    ? "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: \(number)\r\n\r\n\(body)"
                    : "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "\(String(number, radix: 16))\r\n\(body)\r\n0\r\nTrailer: x\r\n\r\n"
            }
            try await client.say(text)
            _ = try await client.hear { $0.contains("200 bytes") }
            #expect(harness.events.elements == (1...200).map { "body of \($0) bytes" })
        }
    }

    @Test func whoSaysTheirLastBehindManyRequestsGetsEveryAnswer() async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            try await client.say(String(repeating: Self.hello, count: 100))
            try await client.sayNoMore()
            #expect(try await client.hearUntilClosed().ranges(of: "hello").count == 100)
        }
    }

    @Test func aClientThatNeverReadsManyAnswersIsClosed() async throws {
        var limits = ListenerLimits()
        limits.idleDeadlineMilliseconds = 300
        limits.writeStallMilliseconds = 300
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect(reading: false)
            // Some hundred answers fill what the kernel holds; the next one is complete, and is not taken.
            await #expect(throws: (any Error).self) {
                while true {
                    try await client.say(String(repeating: "GET /page HTTP/1.1\r\nHost: a\r\n\r\n", count: 1_000))
                }
            }
        }
    }

    @Test func allClientsTogetherHoldSoMuchAndNoMore() async throws {
        var limits = ListenerLimits()
        // Of each a kilobyte is read and held.
        limits.readChunkBytes = 1_024
        limits.maximumHeldBytes = 1_500
        try await ListenerHarness.run(limits: limits) { harness in
            let slow = try await harness.connect()
            try await slow.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + String(repeating: Self.hello, count: 100))
            try await harness.events.wait(for: "slow began")
            let second = try await harness.connect()
            let heard = try await second.saying(
                "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + String(repeating: Self.hello, count: 100)
            )
            #expect(heard.isEmpty, "closed, because there is no room for what it sends ahead")
            harness.gate.open()
            #expect(try await slow.hear { $0.ranges(of: "hello").count == 100 }.contains("slow done"))
            #expect(
                try await harness.connect().saying(
                    Self.hello.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n")
                ).hasSuffix("hello")
            )
        }
    }

    // MARK: Orders of bytes

    @Test func aHeaderThatDripsBehindAFastBodyIsAnswered408() async throws {
        var limits = ListenerLimits()
        limits.headerDeadlineMilliseconds = 300
        limits.bodyDeadlineMilliseconds = 60_000
        limits.idleDeadlineMilliseconds = 60_000
        try await ListenerHarness.run(limits: limits) { harness in
            let client = try await harness.connect()
            try await client.say(
                "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /hello HTTP/1.1\r\nHo"
            )
            let heard = try await client.hearUntilClosed()
            #expect(heard.contains("3 bytes"))
            #expect(heard.contains("HTTP/1.1 408 "))
        }
    }

    @Test func theHeaderLimitsHoldForEachRequestOfAConnection() async throws {
        var limits = ListenerLimits()
        limits.maximumHeaderFields = 10
        limits.maximumHeaderBytes = 1_000
        try await ListenerHarness.run(limits: limits) { harness in
            let many = (1...8).map { "X-\($0): y\r\n" }.joined()
            let good = "GET /hello HTTP/1.1\r\nHost: a\r\n\(many)\r\n"
            let client = try await harness.connect()
            try await client.say(String(repeating: good, count: 20))
            _ = try await client.hear { $0.ranges(of: "hello").count == 20 }
            for bad in [
                "GET /hello HTTP/1.1\r\nHost: a\r\n\(many)\(many)\r\n",
                "GET /hello HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 1_000))\r\n\r\n",
                // In trailers as well.
                "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\(many)\(many)\r\n",
                "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
                    + "X: \(String(repeating: "y", count: 1_000))\r\n\r\n",
            ] {
                let client = try await harness.connect()
                let heard = try await client.saying(good + bad)
                #expect(heard.contains("HTTP/1.1 400 Bad Request"), "\(bad.prefix(60)): \(heard)")
            }
        }
    }

    // MARK: Host

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nX: y\r\nhOsT: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET http://a/hello HTTP/1.1\r\n\r\n",
        "GET /hello HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
        "POST /count HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
    ])
    func aRequestThatDoesNotSayItsHostOnceIsRefused(text: String) async throws {
        try await ListenerHarness.run { harness in
            let client = try await harness.connect()
            // Behind a good one, and before another that must not be served.
            let heard = try await client.saying(Self.hello + text + "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(heard.contains("hello"))
            #expect(heard.contains("HTTP/1.1 400 Bad Request\r\n"))
            #expect(heard.contains(#""code":"\#(ProblemCode.invalidHost.rawValue)""#))
            #expect(heard.contains(#""title":"\#(ProblemCode.invalidHost.title)""#))
            #expect(heard.contains("Connection: close"))
            #expect(harness.statuses.elements == [200, 400])
            #expect(harness.events.elements.isEmpty)
        }
    }

    @Test func anOldClientNeedsNoHost() async throws {
        try await ListenerHarness.run { harness in
            let heard = try await harness.connect().saying("GET /hello HTTP/1.0\r\n\r\n")
            #expect(heard.hasPrefix("HTTP/1.0 200 OK"))
        }
    }
}
