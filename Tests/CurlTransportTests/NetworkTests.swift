import CurlTransport
import Testing

struct NetworkTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.0", false),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.2", false),
        ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "2001:4860::1", false),
        ("::/0", "2001:4860::1", true),
        ("::/0", "::ffff:8.8.8.8", false),
        ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fc00::1", false),
        ("::1", "::1", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true),
        ("192.168.0.0/16", "::ffff:192.168.7.7", true),
        ("192.168.0.0/16", "64:ff9b::192.168.7.7", true),
    ])
    func networkContainsTheAddressesUnderItsPrefix(cidr: String, address: String, isInside: Bool) throws {
        let network = try Network(cidr: cidr)
        let address = try #require(IPAddress(address))
        #expect(network.contains(address) == isInside)
        #expect(network.description == cidr)
    }

    @Test(arguments: [
        ("", NetworkFault.notAnAddress("")),
        ("localhost", .notAnAddress("localhost")),
        ("127.1", .notAnAddress("127.1")),
        ("10.0.0.0/33", .badLength("33", limit: 32)),
        ("10.0.0.0/", .badLength("", limit: 32)),
        ("10.0.0.0/+8", .badLength("+8", limit: 32)),
        ("10.0.0.0/-1", .badLength("-1", limit: 32)),
        ("fd00::/129", .badLength("129", limit: 128)),
        ("::ffff:10.0.0.0/8", .badLength("8", limit: 128)),
        ("10.1.2.3/8", .bitsBehindPrefix("10.1.2.3/8")),
        ("fd00::1/64", .bitsBehindPrefix("fd00::1/64")),
        ("64:ff9b::/96", .translated("64:ff9b::/96")),
    ])
    func textThatIsNoNetworkIsRefusedPrecisely(cidr: String, fault: NetworkFault) {
        #expect(throws: fault) { try Network(cidr: cidr) }
    }
}
