import DispatchWire
import Foundation
import TestSupport
import Testing

extension EndToEndTests {
    /// Addresses of every class that no endpoint may have unless its network is allowed (`delivery.allowNetworks`).
    private static let closed = [
        "10.9.8.7", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.2.1", "198.18.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1",
        "64:ff9b:1::1", "2002:a00:1::1", "2001::1", "fe80::1", "fec0::1", "fd00::1", "ff02::1", "2001:db8::1", "::",
    ]

    /// A name that leads to a good address at first and to a closed one later, as an attacker's name server would have it:
    /// the address that is dialled is judged each time, whatever was found before.
    @Test(.enabled(if: MountedFolder.isPermitted, "needs permission to mount"))
    func aNameThatTurnsToAClosedAddressIsNotDialled() async throws {
        let name = "robot.rebinding.example"
        try await TestFolder.with { folder in
            let hosts = try folder.write("127.0.0.1 localhost \(name)\n", to: "hosts")
            try await TestCounty.with(
                in: folder,
                wrapper: Self.withHosts(hosts),
                // So that each message needs a connection, and so a look at the name, of its own.
                answer: { _ in .reply(status: 200, headers: [("connection", "close")]) }
            ) { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                let base = "http://\(name):\(county.receiver.port)"
                try await county.bringIn(.members, InventedVillage.members(endpointBase: base))
                let good: DeliveryView.Attempt = try await county.client.post("/v1/endpoints/1/test", Nothing())
                #expect(good.outcome == "sent", "\(good)")
                #expect(county.receiver.requests.count == 1)
                for address in Self.closed {
                    // In place: the daemon's namespace holds this very file.
                    try Data("\(address) \(name)\n".utf8).write(to: URL(filePath: hosts))
                    let refused: DeliveryView.Attempt = try await county.client.post("/v1/endpoints/1/test", Nothing())
                    #expect(refused.reason == "address-refused", "\(address): \(refused)")
                }
                #expect(county.receiver.requests.count == 1)
                try Data("127.0.0.1 \(name)\n".utf8).write(to: URL(filePath: hosts))
                let again: DeliveryView.Attempt = try await county.client.post("/v1/endpoints/1/test", Nothing())
                #expect(again.outcome == "sent", "\(again)")
            }
        }
    }

    /// A platform's host with several addresses, one of them out of order: no notice may be lost for that.
    @Test(.enabled(if: MountedFolder.isPermitted, "needs permission to mount"))
    func aHostsSecondAddressIsTriedWhenTheFirstStaysSilent() async throws {
        let name = "robot.silent.example"
        try await TestFolder.with { folder in
            let hosts = try folder.write("127.0.0.1 localhost \(name)\n127.0.0.2 \(name)\n", to: "hosts")
            try await TestCounty.with(in: folder, wrapper: Self.withHosts(hosts)) { county in
                // Names of one family are tried in this order (RFC 6724, rule 9).
                let receiver = try LocalReceiver(at: 0x7f00_0002) { _ in .ok }
                let silent = try SilentPort(receiver.port)
                try await county.bringIn(.villages, InventedVillage.villages)
                let base = "http://\(name):\(receiver.port)"
                try await county.bringIn(.members, InventedVillage.members(endpointBase: base))
                let test: DeliveryView.Attempt = try await county.client.post("/v1/endpoints/1/test", Nothing())
                #expect(test.outcome == "sent", "\(test)")
                #expect(receiver.requests.count == 1)
                withExtendedLifetime(silent) { receiver.stop() }
            }
        }
    }

    /// A shell that gives the daemon alone these names: in a mount namespace of its own (unshare(1)).
    private static func withHosts(_ hosts: String) -> [String] {
        [
            "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
            "mount --bind '\(hosts)' /etc/hosts && exec \"$0\" \"$@\"",
        ]
    }

    private struct Nothing: Encodable {}
}
