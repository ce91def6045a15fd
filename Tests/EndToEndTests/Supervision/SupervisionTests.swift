import DispatchWire
import Foundation
import GRDB
import TestSupport
import Testing

/// The daemon as systemd's child: what it tells its manager, and what it does on its signals.
extension EndToEndTests {
    /// As systemd starts a unit of `Type=notify` whose watchdog has a period of three seconds.
    private func wrapper(_ socket: String) -> [String] {
        ["/usr/bin/env", "NOTIFY_SOCKET=\(socket)", "WATCHDOG_USEC=3000000"]
    }

    @Test func systemdHearsOfReadinessLifeAndStop() async throws {
        try await TestFolder.with { folder in
            let manager = try NotificationReceiver(name: folder.file("notify"))
            try await TestCounty.with(in: folder, wrapper: wrapper(folder.file("notify"))) { county in
                #expect(try manager.receive().hasPrefix("READY=1\n"))
                // With nothing to do.
                for _ in 0..<3 {
                    let sign = try manager.receive { $0.hasPrefix("WATCHDOG=1") }
                    #expect(sign == "WATCHDOG=1\nSTATUS=0 open requests, 0 members")
                }
                #expect(await county.stop() == 0)
                #expect(try manager.receive { $0.hasPrefix("STOPPING=1") }.contains("finishing what is in hand"))
            }
        }
    }

    @Test func aReloadTakesWhatMayChangeAndNamesTheRest() async throws {
        try await TestFolder.with { folder in
            let manager = try NotificationReceiver(name: folder.file("notify"))
            try await TestCounty.with(
                in: folder,
                settings: "log.level: info\n",
                wrapper: wrapper(folder.file("notify"))
            ) { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                let call = NewRequest(
                    category: "water-cut",
                    place: .villageName(InventedVillage.name, township: nil),
                    callerPhone: "0319-6160001"
                )
                #expect(try await county.client.post("/v1/requests", call).problem == .unknownCategory)

                _ = try folder.write(
                    """
                    log.level: error
                    http.language: en
                    categories:
                      water-cut:
                        seats: [plumber, helper]
                    """,
                    to: "arrived.yaml"
                )
                county.signal(SIGHUP)
                _ = try manager.receive { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") }
                let ready = try manager.receive { $0.hasPrefix("READY=1") }
                #expect(ready.contains("at the next restart: http.language"))

                let request: RequestView = try await county.client.post("/v1/requests", call)
                #expect(request.seats.count == 2)
                let policies = try county.sql { try Int.fetchOne($0, sql: Self.policyChanges) }
                #expect(policies == 2)
            }
        }
    }

    @Test func aBrokenConfigurationIsRefusedAndNamed() async throws {
        try await TestFolder.with { folder in
            let manager = try NotificationReceiver(name: folder.file("notify"))
            try await TestCounty.with(
                in: folder,
                settings: "escalation.immediateBranchSeconds: 60\n",
                wrapper: wrapper(folder.file("notify"))
            ) { county in
                for (text, fault) in [
                    ("escalation.immediateBranchSeconds: soon", "escalation.immediateBranchSeconds is “soon”"),
                    ("log.levle: info", "did you mean log.level?"),
                    ("log: [", "is not valid YAML"),
                ] {
                    _ = try folder.write(text, to: "arrived.yaml")
                    county.signal(SIGHUP)
                    let ready = try manager.receive { $0.hasPrefix("READY=1") && $0.contains("refused") }
                    #expect(ready.contains(fault))
                    // The log comes by another way than the message, and may be read a moment later.
                    try await eventually("the log says so") {
                        county.log.contains("the configuration was refused; the one in force stays")
                    }
                }
                // The life goes on, and a right one is taken again.
                _ = try folder.write("escalation.immediateBranchSeconds: 90", to: "arrived.yaml")
                county.signal(SIGHUP)
                let ready = try manager.receive { $0.hasPrefix("READY=1") }
                #expect(!ready.contains("refused"))
                #expect(try county.sql { try Int.fetchOne($0, sql: Self.policyChanges) } == 2)
            }
        }
    }

    private static var policyChanges: String { "SELECT count(*) FROM journal WHERE kind = 'policy.changed'" }
}
