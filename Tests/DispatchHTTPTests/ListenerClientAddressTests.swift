import DispatchHTTP
import Testing

struct ListenerClientAddressTests {
    private let proxies = TrustedProxies { $0 == "10.0.0.1" || $0 == "10.0.0.2" || $0 == "::1" }

    @Test(
        arguments: [
            // peer, fields, client
            ("203.0.113.9", [], "203.0.113.9"),
            ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
            ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", ["192.0.2.66, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", ["192.0.2.66", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", ["10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", [], "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1, "], "10.0.0.1"),
            ("::ffff:10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
            ("::1", ["[2001:DB8:0:0::7]:443"], "2001:db8::7"),
            ("::1", ["2001:db8::7"], "2001:db8::7"),
            ("::1", ["::ffff:198.51.100.1"], "198.51.100.1"),
            ("::1", ["[2001:db8::7"], "::1"),
            ("::1", ["1.2.3.4.5"], "::1"),
        ]
    )
    func theRightmostUntrustedHopIsTheClient(peer: String, fields: [String], client: String) {
        let found = proxies.client(peer: peer, forwardedFor: fields)
        #expect(found.host == client)
        #expect(found.isForwarded == !fields.isEmpty)
    }

    @Test func aUnixSocketIsHeldByAProxyOfThisMachine() {
        #expect(TrustedProxies.none.client(peer: nil, forwardedFor: ["198.51.100.1"]).host == "198.51.100.1")
        #expect(TrustedProxies.none.client(peer: nil, forwardedFor: []).host == nil)
        #expect(TrustedProxies.none.client(peer: nil, forwardedFor: []).description == "unix socket")
    }

    @Test func onlyAnUnforwardedLoopbackIsLocal() {
        func isLocal(_ peer: String?, _ fields: [String] = []) -> Bool {
            proxies.client(peer: peer, forwardedFor: fields).isLocal
        }
        #expect(isLocal("127.0.0.1") && isLocal("127.9.9.9") && isLocal("::1") && isLocal(nil))
        #expect(isLocal("::ffff:127.0.0.1"))
        #expect(!isLocal("192.0.2.1"))
        #expect(!isLocal("127.0.0.1", ["198.51.100.1"]), "a proxy that nobody has declared")
        #expect(!isLocal("::1", ["127.0.0.1"]), "a client that claims to be local")
        #expect(!isLocal(nil, ["127.0.0.1"]))
    }
}
