import DispatchHTTP
import Glibc
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListenerSocketTests {
    @Test func servesAnInheritedTCPSocket() async throws {
        let descriptor = try makeSocket(listeningAt: SocketAddress(ipAddress: "127.0.0.1", port: 0))
        try await greet(at: .inherited(descriptor: descriptor)) { #expect($0.ipAddress == "127.0.0.1") }
    }

    @Test func servesAnInheritedUnixSocketAndLeavesItsPath() async throws {
        let path = "/tmp/arrived-listener-test-\(getpid()).socket"
        let descriptor = try makeSocket(listeningAt: SocketAddress(unixDomainSocketPath: path))
        try await greet(at: .inherited(descriptor: descriptor)) { #expect($0.pathname == path) }
        let removed = unsafe unlink(path)
        #expect(removed == 0, "the path belongs to whoever made it")
    }

    @Test func servesEachOfSeveralSockets() async throws {
        let path = "/tmp/arrived-listeners-test-\(getpid()).socket"
        defer { unsafe unlink(path) }
        let local = try SocketAddress(unixDomainSocketPath: path)
        let descriptors = [
            try makeSocket(listeningAt: SocketAddress(ipAddress: "127.0.0.1", port: 0)),
            try makeSocket(listeningAt: local),
        ]
        try await ListenerHarness.run(
            at: .inherited(descriptor: descriptors[0]),
            .inherited(descriptor: descriptors[1])
        ) { harness in
            for address in [harness.address, local] {
                let client = try await ListenerClient.connect(to: address)
                try await client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.hear { $0.hasSuffix("hello") }.hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
        }
    }

    @Test func oneThatIsNoneIsNamedAmongSeveral() async throws {
        let fault = await #expect(throws: ListenFault.self) {
            try await ListenerHarness.run(
                at: .network(host: "127.0.0.1", port: 0),
                .inherited(descriptor: 9999)
            ) { _ in }
        }
        #expect(fault?.description.hasPrefix("cannot listen on inherited descriptor 9999: ") == true)
    }

    @Test func servesAnIPv6Address() async throws {
        try await greet(at: .network(host: "::1", port: 0)) { #expect($0.ipAddress == "::1") }
    }

    @Test func aPortInUseIsNamed() async throws {
        try await ListenerHarness.run { harness in
            let port = try #require(harness.address.port)
            let fault = await #expect(throws: ListenFault.self) {
                try await ListenerHarness.run(at: .network(host: "127.0.0.1", port: port)) { _ in }
            }
            #expect(
                fault?.description == "cannot listen on 127.0.0.1:\(port): bind: Address already in use (errno 98)"
            )
        }
    }

    @Test func aHostThatNobodyKnowsIsNamed() async throws {
        let fault = await #expect(throws: ListenFault.self) {
            try await ListenerHarness.run(at: .network(host: "no-such-host.invalid", port: 7878)) { _ in }
        }
        #expect(fault?.description == "cannot listen on no-such-host.invalid:7878: the host is unknown")
    }

    @Test func aDescriptorThatIsNoSocketIsRefused() async throws {
        let fault = await #expect(throws: ListenFault.self) {
            try await ListenerHarness.run(at: .inherited(descriptor: 9999)) { _ in }
        }
        #expect(fault?.description.hasPrefix("cannot listen on inherited descriptor 9999: getsockopt: ") == true)
    }

    @Test func aSocketThatDoesNotListenIsRefused() async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let fault = await #expect(throws: ListenFault.self) {
            try await ListenerHarness.run(at: .inherited(descriptor: descriptor)) { _ in }
        }
        #expect(fault == .rejected(address: .inherited(descriptor: descriptor), reason: "the socket does not listen"))
    }

    private func greet(at address: ListenAddress, _ check: @escaping @Sendable (SocketAddress) -> Void) async throws {
        try await ListenerHarness.run(at: address) { harness in
            check(harness.address)
            let client = try await harness.connect()
            try await client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.hear { $0.hasSuffix("hello") }.hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    private func makeSocket(listeningAt address: SocketAddress) throws -> Int32 {
        let family = address.pathname == nil ? AF_INET : AF_UNIX
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        let bound = unsafe address.withSockAddr { pointer, size in
            unsafe bind(descriptor, pointer, socklen_t(size))
        }
        try #require(bound == 0)
        try #require(listen(descriptor, 16) == 0)
        return descriptor
    }
}
