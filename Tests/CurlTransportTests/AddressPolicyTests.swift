import CurlTransport
import Testing

struct AddressPolicyTests {
    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::1",
        "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1",
        "febf::1", "fec0::1", "ff02::1",
    ])
    func addressesThatAreNotGlobalAreClosed(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressPolicy.closed.permits(address, port: 443, scheme: .https))
        #expect(AddressPolicy.unrestricted.permits(address, port: 443, scheme: .http))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "2400:cb00::1", "2001:4860::1", "2003::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8",
    ])
    func globalAddressesAreOpenToTLSAlone(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy.closed.permits(address, port: 443, scheme: .https))
        #expect(!AddressPolicy.closed.permits(address, port: 443, scheme: .http))
    }

    @Test func allowedNetworkOpensItsAddressesToBothSchemes() throws {
        let policy = AddressPolicy(allowedNetworks: [try Network(cidr: "127.0.0.0/8")])
        let inside = try #require(IPAddress("::ffff:127.9.9.9"))
        let outside = try #require(IPAddress("10.0.0.1"))
        #expect(policy.permits(inside, port: 443, scheme: .http))
        #expect(policy.permits(inside, port: 443, scheme: .https))
        #expect(!policy.permits(outside, port: 443, scheme: .https))
    }

    @Test(arguments: [(443, true), (8443, true), (80, false), (22, false), (25, false), (6379, false), (0, false)])
    func onlyTheUsualPortsAreDialledAtGlobalAddresses(port: UInt16, isDialled: Bool) throws {
        let address = try #require(IPAddress("1.1.1.1"))
        #expect(AddressPolicy.closed.permits(address, port: port, scheme: .https) == isDialled)
        let policy = AddressPolicy(allowedNetworks: [try Network(cidr: "1.1.1.0/24")])
        #expect(policy.permits(address, port: port, scheme: .https))
    }
}
