import CurlTransport
import TestSupport
import Testing

struct CurlLoopFaultTests {
    @Test func refusedConnectionIsAConnectFault() async throws {
        let port = try RefusingPort()
        #expect(try await fault(port.url()).kind == .connect)
    }

    @Test func silenceEndsAtTheTotalTimeout() async throws {
        let receiver = try LocalReceiver { _ in .hang }
        let fault = try await fault(receiver.url(), totalTimeoutMilliseconds: 50)
        #expect(fault.kind == .timeout)
        #expect(fault.code == 28)
        #expect(fault.description == "timeout 28: Timeout was reached")
    }

    @Test func drippingBodyEndsAtTheTotalTimeout() async throws {
        let receiver = try LocalReceiver { _ in .drip(intervalMilliseconds: 1) }
        #expect(try await fault(receiver.url(), totalTimeoutMilliseconds: 50).kind == .timeout)
    }

    @Test(arguments: [true, false])
    func connectionThatEndsEarlyIsABrokenOne(isMidAnswer: Bool) async throws {
        let receiver = try LocalReceiver { _ in isMidAnswer ? .closeMidAnswer : .close }
        #expect(try await fault(receiver.url()).kind == .broken)
    }

    /// Neither the URL's fault nor one that stays: a proxy that starts, another program at the port, half an answer.
    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "220 mail ready\r\n", "nonsense", "\u{0}\u{1}\u{2}", "\r\n\r\n", "<html>no</html>",
        "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 banana\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: banana\r\n\r\n", "ICY 200 OK\r\n\r\n", "RTSP/1.0 200 OK\r\n\r\n",
    ])
    func anAnswerThatIsNoHTTPIsNotTheURLsFault(answer: String) async throws {
        let receiver = try LocalReceiver { _ in .raw(answer) }
        try await CurlLoop.withLocal { loop in
            let exchange = CurlExchange(method: .get, url: receiver.url(), totalTimeoutMilliseconds: 10_000)
            // Some of it libcurl reads generously.
            guard let fault = await loop.fault(exchange) else { return }
            #expect([.broken, .other, .tooLarge].contains(fault.kind), "\(fault)")
        }
    }

    @Test func plainServerBehindHttpsIsATLSFault() async throws {
        let receiver = try LocalReceiver()
        let url = receiver.url().replacing("http:", with: "https:")
        #expect(try await fault(url).kind == .tls)
    }

    @Test func unknownNameIsAResolveFaultThatDoesNotRepeatIt() async throws {
        let fault = try await fault("https://nobody.invalid/secret")
        #expect(fault.kind == .resolve)
        #expect(!fault.description.contains("nobody"))
    }

    @Test(arguments: [
        "http://127.0.0.1:1/", "http://127.1:1/", "http://2130706433:1/", "http://0x7f.1:1/", "http://0177.0.0.1:1/",
        "http://[::ffff:127.0.0.1]:1/", "http://[::1]:1/", "http://localhost:1/", "http://0:1/", "https://127.0.0.1:1/",
        "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "http://[64:ff9b::7f00:1]:1/",
        // Global, but without TLS.
        "http://1.1.1.1/",
    ])
    func closedAddressIsNotDialledHoweverItIsSpelt(url: String) async throws {
        let loop = try CurlLoop(configuration: CurlLoop.Configuration(policy: .closed))
        defer { loop.shutdown() }
        let fault = await loop.fault(CurlExchange(method: .get, url: url, connectTimeoutMilliseconds: 2_000))
        #expect(fault?.kind == .addressRefused)
    }

    @Test(arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"])
    func allowedAddressIsDialledHoweverItIsSpelt(host: String) async throws {
        let receiver = try LocalReceiver()
        try await CurlLoop.withLocal { loop in
            // The mapped address is refused by the kernel's socket only where IPv6 is off; the guard has let it pass.
            let exchange = CurlExchange(method: .get, url: "http://\(host):\(receiver.port)/")
            let reply = try await loop.perform(exchange)
            #expect(reply.status == 200)
        }
    }

    @Test func userNameInTheURLIsRefused() async throws {
        let receiver = try LocalReceiver()
        #expect(try await fault("http://name:word@127.0.0.1:\(receiver.port)/").kind == .badURL)
        #expect(receiver.requests.isEmpty)
    }

    private func fault(_ url: String, totalTimeoutMilliseconds: Int = 10_000) async throws -> CurlFault {
        try await CurlLoop.withLocal { loop in
            let exchange = CurlExchange(method: .get, url: url, totalTimeoutMilliseconds: totalTimeoutMilliseconds)
            return try #require(await loop.fault(exchange))
        }
    }
}
