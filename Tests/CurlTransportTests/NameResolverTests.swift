import CurlTransport
import Dispatch
import TestSupport
import Testing

/// Exchanges with hosts that must be looked up, over real sockets; only the answers of the name service are invented.
@Suite(.timeLimit(.minutes(1)))
struct NameResolverTests {
    /// A name service that answers, refuses or stays silent as the test says.
    private final class Names: Sendable {
        private struct State: Sendable {
            var known: [String: NameLookup.Outcome] = [:]
            var asked: [String] = []
        }

        private let state = Locked(State())
        private let silence = DispatchSemaphore(value: 0)

        init(_ known: [String: NameLookup.Outcome] = [:]) {
            state.withLock { $0.known = known }
        }

        func set(_ host: String, _ outcome: NameLookup.Outcome?) { state.withLock { $0.known[host] = outcome } }
        var asked: [String] { state.withLock { $0.asked } }

        /// Blocks for a host that is not known, until ``end(_:)``.
        func look(up host: String) -> NameLookup.Outcome {
            let outcome = state.withLock { state in
                state.asked.append(host)
                return state.known[host]
            }
            if let outcome { return outcome }
            silence.wait()
            return .unanswered("nobody answers")
        }

        func end(_ count: Int = 1_000) { for _ in 0..<count { silence.signal() } }
    }

    private func withLoop<Result>(
        _ names: Names,
        inFlightLimit: Int = 640,
        _ body: (CurlLoop, NameResolver) async throws -> Result
    ) async throws -> Result {
        var configuration = CurlLoop.Configuration(
            policy: AddressPolicy(allowedNetworks: [try Network(cidr: "127.0.0.0/8")])
        )
        configuration.inFlightLimit = inFlightLimit
        let resolver = NameResolver(lookup: { names.look(up: $0) })
        let loop = try CurlLoop(configuration: configuration, resolver: resolver)
        defer {
            names.end()
            loop.shutdown()
        }
        return try await body(loop, resolver)
    }

    private func get(_ host: String, _ port: UInt16, connectMilliseconds: Int = 10_000) -> CurlExchange {
        CurlExchange(
            method: .get,
            url: "http://\(host):\(port)/",
            connectTimeoutMilliseconds: connectMilliseconds
        )
    }

    private func expectReached(
        _ loop: CurlLoop,
        _ port: UInt16,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let reply = try await loop.perform(get("robot.example", port))
        #expect(reply.status == 200, sourceLocation: sourceLocation)
    }

    @Test func aHostIsReachedByWhatTheNameServiceSays() async throws {
        let receiver = try LocalReceiver()
        try await withLoop(Names(["robot.example": .found(["127.0.0.1"])])) { loop, _ in
            let reply = try await loop.perform(get("robot.example", receiver.port))
            #expect(reply.status == 200)
            #expect(receiver.requests.first?.headers["host"] == "robot.example:\(receiver.port)")
        }
    }

    @Test func manyExchangesWithOneHostAreOneLookUp() async throws {
        let receiver = try LocalReceiver { _ in .held(status: 200) }
        let names = Names(["robot.example": .found(["127.0.0.1"])])
        try await withLoop(names) { loop, _ in
            async let replies = withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...50 {
                    group.addTask { try await loop.perform(self.get("robot.example", receiver.port)).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await receiver.waitForRequests(50)
            receiver.release()
            #expect(try await replies == Array(repeating: 200, count: 50))
            // Each began within the time of another's look-up, or soon after it.
            #expect(names.asked.count < 50)
            let before = names.asked.count
            async let last = loop.perform(get("robot.example", receiver.port))
            try await receiver.waitForRequests(51)
            receiver.release()
            #expect(try await last.status == 200)
            #expect(names.asked.count == before, "a connection that stands needs no look-up")
        }
    }

    @Test func namesThatNobodyAnswersForHoldNobodyElseUp() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, headers: [("connection", "close")]) }
        let names = Names(["robot.example": .found(["127.0.0.1"])])
        try await withLoop(names, inFlightLimit: 4) { loop, resolver in
            try await expectReached(loop, receiver.port)
            let faults = Locked<[CurlFault.Kind]>([])
            for number in 1...500 {
                loop.submit(get("dead-\(number).example", receiver.port, connectMilliseconds: 60_000)) { outcome in
                    if case .failure(let fault) = outcome { faults.withLock { $0.append(fault.kind) } }
                }
            }
            while resolver.running < 24 { await Task.yield() }
            for _ in 1...50 {
                let reply = try await loop.perform(get("robot.example", receiver.port))
                #expect(reply.status == 200)
            }
            #expect(resolver.running <= 25)
            #expect(faults.withLock { $0 }.isEmpty)
            names.end()
            while faults.withLock({ $0.count }) < 500 { await Task.yield() }
            #expect(Set(faults.withLock { $0 }) == [.resolve])
        }
    }

    @Test func theLastGoodAddressServesWhileALookUpHangs() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, headers: [("connection", "close")]) }
        let names = Names(["robot.example": .found(["127.0.0.1"])])
        try await withLoop(names) { loop, _ in
            try await expectReached(loop, receiver.port)
            names.set("robot.example", nil)
            for _ in 1...5 {
                try await expectReached(loop, receiver.port)
            }
            #expect(names.asked.count == 2, "one look-up at a time")
            names.set("robot.example", .unanswered("nobody answers"))
            names.end()
            try await expectReached(loop, receiver.port)
        }
    }

    @Test func whoWaitsForANameThatIsNotAnsweredForIsToldOnce() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, headers: [("connection", "close")]) }
        let names = Names(["robot.example": .found(["127.0.0.1"])])
        try await withLoop(names) { loop, _ in
            let (told, tell) = AsyncStream<String>.makeStream()
            let (ended, end) = AsyncStream<Void>.makeStream()
            for host in ["dead.example", "robot.example"] {
                let waits: @Sendable () -> Void = { tell.yield(host) }
                loop.submit(get(host, receiver.port), waitsForName: waits) { _ in
                    if host == "dead.example" { end.yield() }
                }
            }
            for await host in told {
                #expect(host == "dead.example")
                break
            }
            names.end()
            for await _ in ended { break }
            tell.finish()
            #expect(await told.reduce(into: []) { $0.append($1) } == [], "once, and nobody else")
        }
    }

    @Test func aLookUpThatHangsEndsTheExchangeInTime() async throws {
        try await withLoop(Names()) { loop, _ in
            let fault = await loop.fault(get("dead.example", 1, connectMilliseconds: 100))
            #expect(fault?.kind == .resolve)
            #expect(fault?.text == "the name was not answered for within 100 ms")
            // Cancelled, and ended with the loop.
            let hanging = Task { try await loop.perform(self.get("dead.example", 1)) }
            hanging.cancel()
            await #expect(throws: CurlFault.self) { try await hanging.value }
            let left = Locked<CurlFault?>(nil)
            loop.submit(get("dead.example", 1)) { outcome in
                if case .failure(let fault) = outcome { left.withLock { $0 = fault } }
            }
            loop.shutdown()
            #expect(left.withLock { $0 }?.kind == .cancelled)
        }
    }

    @Test(arguments: ["10.0.0.1", "169.254.169.254", "::1", "fe80::1", "64:ff9b::a00:1"])
    func theAddressIsJudgedWhereverItComesFrom(address: String) async throws {
        let names = Names(["robot.example": .found(["127.0.0.1"])])
        let receiver = try LocalReceiver { _ in .reply(status: 200, headers: [("connection", "close")]) }
        try await withLoop(names) { loop, _ in
            try await expectReached(loop, receiver.port)
            names.set("robot.example", .found([address]))
            #expect(await loop.fault(get("robot.example", receiver.port))?.kind == .addressRefused)
            // The last good address is now this one, and is judged like any other.
            names.set("robot.example", .unanswered("nobody answers"))
            #expect(await loop.fault(get("robot.example", receiver.port))?.kind == .addressRefused)
            #expect(receiver.requests.count == 1)
        }
    }

    @Test func aSecondAddressIsTriedWhenTheFirstIsRefused() async throws {
        let receiver = try LocalReceiver()
        try await withLoop(Names(["robot.example": .found(["127.0.0.9", "127.0.0.1"])])) { loop, _ in
            try await expectReached(loop, receiver.port)
        }
    }

    @Test func whatTheSystemKnowsIsFound() {
        guard case .found(let addresses) = NameLookup.system("localhost") else {
            Issue.record("localhost has no address")
            return
        }
        #expect(addresses.contains("127.0.0.1") || addresses.contains("::1"))
        #expect(NameLookup.system("192.0.2.7") == .found(["192.0.2.7"]))
    }
}
