import CurlTransport
import Foundation
import TestSupport
import Testing

struct CurlLoopTests {
    @Test func postSendsItsHeadersAndBodyAndReadsTheReply() async throws {
        let receiver = try LocalReceiver { _ in
            .reply(status: 201, headers: [("X-Word", " two  words ")], body: Array("made".utf8))
        }
        let reply = try await CurlLoop.withLocal { loop in
            try await loop.perform(
                CurlExchange(
                    method: .post,
                    url: receiver.url("/a/../b?c=d"),
                    headers: [("content-type", "application/json"), ("x-empty", "")],
                    body: .bytes(Array("{\"a\":1}".utf8))
                )
            )
        }
        #expect(reply.status == 201)
        #expect(reply.header("x-word") == "two  words")
        #expect(reply.body == Array("made".utf8))
        #expect(!reply.bodyTruncated)
        #expect(reply.httpVersion == "1.1")
        let request = try #require(receiver.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/a/../b?c=d")
        #expect(request.text == "{\"a\":1}")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["x-empty"] == "")
        for name in ["expect", "accept-encoding", "cookie", "authorization", "user-agent"] {
            #expect(request.headers[name] == nil)
        }
    }

    @Test(arguments: [
        (CurlExchange.Method.get, CurlExchange.Body.none, nil),
        (.delete, .none, nil),
        (.post, .none, "0"),
        (.patch, .bytes([1, 0, 2]), "3"),
        (.put, .bytes([]), "0"),
        (.delete, .bytes([7]), "1"),
    ])
    func everyMethodSendsTheBodyItWasGiven(
        method: CurlExchange.Method,
        body: CurlExchange.Body,
        length: String?
    ) async throws {
        let receiver = try LocalReceiver()
        try await CurlLoop.withLocal { loop in
            _ = try await loop.perform(CurlExchange(method: method, url: receiver.url(), body: body))
        }
        let request = try #require(receiver.requests.first)
        #expect(request.method == method.rawValue)
        #expect(request.headers["content-length"] == length)
        #expect(request.headers["content-type"] == nil)
        if case .bytes(let bytes) = body { #expect(request.body == bytes) }
    }

    @Test func fileIsStreamedAsTheBodyWithProgress() async throws {
        let receiver = try LocalReceiver()
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // The system clears its temporary folder anyway.
        let progress = Locked<[Int]>([])
        try await CurlLoop.withLocal { loop in
            let reply = try await loop.perform(
                CurlExchange(
                    method: .post,
                    url: receiver.url(),
                    body: .file(path: file.path()),
                    onUpload: { sent in progress.withLock { $0.append(sent) } }
                )
            )
            #expect(reply.status == 200)
        }
        #expect(receiver.requests.first?.body == bytes)
        let steps = progress.withLock { $0 }
        #expect(steps.last == bytes.count)
        #expect(steps == steps.sorted())
    }

    @Test func fileThatCannotBeReadIsNamedByItsSystemError() async throws {
        try await CurlLoop.withLocal { loop in
            let missing = CurlExchange(method: .post, url: "http://127.0.0.1:1/", body: .file(path: "/missing.csv"))
            #expect(await loop.fault(missing) == CurlFault(.bodyFile, code: 2, text: "open: No such file or directory"))
            let folder = CurlExchange(method: .post, url: "http://127.0.0.1:1/", body: .file(path: "/"))
            #expect(await loop.fault(folder)?.kind == .bodyFile)
        }
    }

    @Test func connectionIsUsedAgain() async throws {
        let receiver = try LocalReceiver()
        try await CurlLoop.withLocal { loop in
            for _ in 0..<3 {
                _ = try await loop.perform(CurlExchange(method: .post, url: receiver.url(), body: .bytes([1])))
            }
        }
        #expect(receiver.requests.map(\.connection) == [0, 0, 0])
    }

    @Test func redirectIsReturnedAndNotFollowed() async throws {
        let receiver = try LocalReceiver { request in
            .reply(status: 302, headers: [("location", "/elsewhere"), ("set-cookie", "a=b")])
        }
        try await CurlLoop.withLocal { loop in
            for _ in 0..<2 {
                let reply = try await loop.perform(CurlExchange(method: .get, url: receiver.url("/first")))
                #expect(reply.status == 302)
            }
        }
        #expect(receiver.requests.map(\.target) == ["/first", "/first"])
        #expect(receiver.requests.allSatisfy { $0.headers["cookie"] == nil })
    }

    @Test func bodyIsCutAtItsLimit() async throws {
        let receiver = try LocalReceiver { request in
            request.path == "/endless" ? .endlessBody : .reply(status: 200, body: [1, 2, 3])
        }
        try await CurlLoop.withLocal { loop in
            let endless = CurlExchange(method: .get, url: receiver.url("/endless"), bodyLimitBytes: 1_000)
            let cut = try await loop.perform(endless)
            #expect(cut.status == 200)
            #expect(cut.body.count == 1_000)
            #expect(cut.bodyTruncated)
            let exact = CurlExchange(method: .get, url: receiver.url("/exact"), bodyLimitBytes: 3)
            let whole = try await loop.perform(exact)
            #expect(whole.body == [1, 2, 3])
            #expect(!whole.bodyTruncated)
        }
    }

    @Test func headerOverItsLimitIsAFault() async throws {
        let receiver = try LocalReceiver { _ in
            .reply(status: 200, headers: [("x", String(repeating: "a", count: 5_000))])
        }
        try await CurlLoop.withLocal(headerLimitBytes: 4_096) { loop in
            let exchange = CurlExchange(method: .get, url: receiver.url())
            #expect(await loop.fault(exchange)?.kind == .tooLarge)
        }
    }

    @Test(arguments: [("X\r\nY", "z"), ("", "z"), ("x y", "z"), ("x", "a\r\nb: c"), ("x", "a\nb"), ("x", "a\u{0}b")])
    func headerThatHoldsAnotherIsRefused(name: String, value: String) async throws {
        let receiver = try LocalReceiver()
        try await CurlLoop.withLocal { loop in
            let exchange = CurlExchange(method: .get, url: receiver.url(), headers: [(name, value)])
            #expect(await loop.fault(exchange)?.kind == .badHeader)
        }
        #expect(receiver.requests.isEmpty)
    }

    @Test func streamedBodyArrivesInPiecesUntilTheTaskIsCancelled() async throws {
        let receiver = try LocalReceiver { _ in .drip(intervalMilliseconds: 1) }
        try await CurlLoop.withLocal { loop in
            let (pieces, feed) = AsyncStream<[UInt8]>.makeStream()
            let exchange = CurlExchange(
                method: .get,
                url: receiver.url(),
                totalTimeoutMilliseconds: nil,
                bodyLimitBytes: 0,
                onBody: { feed.yield($0) }
            )
            let watching = Task { try await loop.perform(exchange) }
            var received: [UInt8] = []
            for await piece in pieces {
                received += piece
                if received.count >= 5 { break }
            }
            watching.cancel()
            let result = await watching.result
            #expect(throws: CurlFault(.cancelled, text: "cancelled")) { try result.get() }
        }
    }

    @Test func errorBodyOfAStreamIsKept() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 410, body: Array("gone".utf8)) }
        try await CurlLoop.withLocal { loop in
            let pieces = Locked(0)
            let exchange = CurlExchange(
                method: .get,
                url: receiver.url(),
                onBody: { _ in pieces.withLock { $0 += 1 } }
            )
            let reply = try await loop.perform(exchange)
            #expect(reply.status == 410)
            #expect(reply.body == Array("gone".utf8))
            #expect(pieces.withLock { $0 } == 0)
        }
    }
}
