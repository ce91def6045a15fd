import CurlTransport
import TestSupport
import Testing

struct CurlLoopLifetimeTests {
    @Test func shutdownAnswersEveryExchangeOnce() async throws {
        let receiver = try LocalReceiver { _ in .hang }
        let answers = Locked<[CurlFault.Kind?]>([])
        try await CurlLoop.withLocal(inFlightLimit: 4) { loop in
            for _ in 0..<10 { loop.submit(CurlExchange(method: .get, url: receiver.url())) { answers.add($0) } }
            try await receiver.waitForRequests(4)
            loop.shutdown()
            #expect(answers.withLock { $0 } == Array(repeating: .cancelled, count: 10))
            loop.submit(CurlExchange(method: .get, url: receiver.url())) { answers.add($0) }
            loop.shutdown()
        }
        #expect(answers.withLock { $0 } == Array(repeating: .cancelled, count: 11))
        #expect(receiver.requests.count == 4)
    }

    @Test func cancelEndsOneExchangeAndNoOther() async throws {
        let receiver = try LocalReceiver { request in request.path == "/hang" ? .hang : .held(status: 200) }
        try await CurlLoop.withLocal { loop in
            let answers = Locked<[CurlFault.Kind?]>([])
            let ticket = loop.submit(CurlExchange(method: .get, url: receiver.url("/hang"))) { answers.add($0) }
            async let other = loop.perform(CurlExchange(method: .get, url: receiver.url("/held")))
            try await receiver.waitForRequests(2)
            loop.cancel(ticket)
            receiver.release()
            #expect(try await other.status == 200)
            loop.cancel(ticket)
            loop.shutdown()
            #expect(answers.withLock { $0 } == [.cancelled])
        }
    }

    @Test func cancelledTaskStartsNoExchange() async throws {
        let receiver = try LocalReceiver { _ in .hang }
        try await CurlLoop.withLocal { loop in
            let task = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await loop.perform(CurlExchange(method: .get, url: receiver.url()))
            }
            let result = await task.result
            #expect(throws: CurlFault(.cancelled, text: "cancelled")) { try result.get() }
        }
    }

    @Test func exchangesOverTheLimitsWaitOrAreRefused() async throws {
        let receiver = try LocalReceiver { _ in .held(status: 200) }
        try await CurlLoop.withLocal(inFlightLimit: 2, waitingLimit: 1) { loop in
            let answers = Locked<[CurlFault.Kind?]>([])
            let (ended, end) = AsyncStream<Void>.makeStream()
            for _ in 0..<4 {
                loop.submit(CurlExchange(method: .get, url: receiver.url())) {
                    answers.add($0)
                    end.yield()
                }
            }
            // The fourth is answered before the others have begun.
            #expect(answers.withLock { $0 } == [.overloaded])
            try await receiver.waitForRequests(2)
            receiver.release()
            try await receiver.waitForRequests(3)
            receiver.release()
            var count = 0
            for await _ in ended {
                count += 1
                if count == 4 { break }
            }
            #expect(answers.withLock { $0 } == [.overloaded, nil, nil, nil])
        }
    }

    @Test func manyThreadsSubmitAtOnceAndEachIsAnswered() async throws {
        let receiver = try LocalReceiver { .reply(status: 200, body: $0.body) }
        try await CurlLoop.withLocal(inFlightLimit: 32) { loop in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let bytes = Array("\(number)".utf8)
                        let exchange = CurlExchange(method: .post, url: receiver.url(), body: .bytes(bytes))
                        do {
                            return try await loop.perform(exchange).body == bytes
                        } catch {
                            return false
                        }
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
        }
        #expect(receiver.requests.count == 500)
        #expect(Set(receiver.requests.map(\.connection)).count <= 32)
    }

    @Test func completionMayLetGoOfTheLastReference() async throws {
        let receiver = try LocalReceiver()
        let holder = Locked<CurlLoop?>(try CurlLoop(configuration: CurlLoop.Configuration(policy: .unrestricted)))
        let (ended, end) = AsyncStream<Void>.makeStream()
        let loop = holder.withLock { $0 }
        loop?.submit(CurlExchange(method: .get, url: receiver.url())) { _ in
            holder.withLock { $0 }?.shutdown()
            holder.withLock { $0 = nil }
            end.finish()
        }
        for await _ in ended {}
        #expect(receiver.requests.count == 1)
    }
}

extension Locked<[CurlFault.Kind?]> {
    /// Notes how an exchange ended: its fault's kind, or nil for a reply.
    fileprivate func add(_ result: Result<CurlReply, CurlFault>) {
        withLock { kinds in
            switch result {
            case .success: kinds.append(nil)
            case .failure(let fault): kinds.append(fault.kind)
            }
        }
    }
}
