import CurlTransport
import DispatchWire
import Foundation
import TestSupport
import Testing

/// Integrators who ask for all they may, and a store full of what once was allowed: nobody else waits for it, and the
/// writer gives its signs of life.
extension EndToEndTests {
    /// As long as systemd waits for a sign of life before it kills the daemon.
    private static var watchdogPeriod: Duration { .seconds(3) }
    private static var seatsAtOnce: Int { 20 }

    @Test func aFloodKeepsNeitherCallersNorTheWatchdogWaiting() async throws {
        try await TestFolder.with { folder in
            let socket = folder.file("notify")
            let manager = try NotificationReceiver(name: socket)
            let wrapper = ["/usr/bin/env", "NOTIFY_SOCKET=\(socket)", "WATCHDOG_USEC=3000000"]
            try await TestCounty.with(in: folder, wrapper: wrapper) { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                try await county.bringIn(.members, Self.manyMembers(county))
                let tokens = try await Self.integrators(4, of: county)

                try await Self.watching(manager) { try await Self.attack(county, tokens) }
                #expect(try await county.client.post("/v1/requests", Self.call(seats: 160)).status == 201)
                try await Self.watching(manager) {
                    for _ in 0..<8 {
                        let flood = try await county.client.post("/v1/requests", Self.call(seats: 160))
                        #expect(flood.status == 201)
                    }
                }

                await county.kill()
                try await county.start()
                _ = try manager.receive { $0.hasPrefix("READY=1") }
                try await Self.watching(manager) {
                    for _ in 0..<8 {
                        let call: RequestView = try await county.client.post("/v1/requests", Self.call(seats: nil))
                        try await eventually("somebody is asked") {
                            try await county.client.request(call.id).offers.isEmpty == false
                        }
                    }
                }
                #expect(!county.log.contains("the writer took long over a batch"))
            }
        }
    }

    /// Does something while the signs of life come in time.
    private static func watching(
        _ manager: borrowing NotificationReceiver,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let isOver = Locked(false)
        async let done: Void = {
            defer { isOver.withLock { $0 = true } }
            try await body()
        }()
        var last = ContinuousClock.now
        while !isOver.withLock({ $0 }) {
            _ = try manager.receive { $0.hasPrefix("WATCHDOG=1") }
            let now = ContinuousClock.now
            #expect(now - last < watchdogPeriod)
            last = now
        }
        try await done
    }

    /// Each asks for as many seats as it may until it is refused, and goes on for a while.
    private static func attack(_ county: TestCounty, _ tokens: [String]) async throws {
        try await withThrowingTaskGroup { group in
            for token in tokens {
                var client = county.client
                client.token = token
                let integrator = client
                group.addTask {
                    #expect(try await integrator.post("/v1/requests", call(seats: 21)).problem == .integratorSeats)
                    var taken = 0
                    for _ in 0..<14 {
                        let answer = try await integrator.post("/v1/requests", call(seats: seatsAtOnce))
                        if answer.status == 201 { taken += 1 } else { #expect(answer.problem == .integratorOpenSeats) }
                    }
                    #expect(taken <= 10)
                    // What its category asks for is never refused.
                    #expect(try await integrator.post("/v1/requests", call(seats: nil)).status == 201)
                }
            }
            try await group.waitForAll()
        }
    }

    /// A call whose seats the caller names, or, with nil, the category.
    private static func call(seats count: Int?) -> NewRequest {
        var seats: [NewSeat]?
        if let count {
            let kinds = (count + seatsAtOnce - 1) / seatsAtOnce
            seats = (0..<kinds).map { kind in
                NewSeat(role: "helper-\(kind)", count: min(seatsAtOnce, count - kind * seatsAtOnce))
            }
        }
        return NewRequest(
            category: "other",
            urgency: .immediate,
            place: .village(code: "130533111225"),
            seats: seats
        )
    }

    private static func integrators(_ count: Int, of county: TestCounty) async throws -> [String] {
        var tokens: [String] = []
        for number in 0..<count {
            let made: CreatedToken = try await county.client.post(
                "/v1/tokens",
                NewToken(name: "integrator \(number)", role: .integrator)
            )
            tokens.append(made.token)
        }
        return tokens
    }

    private static func manyMembers(_ county: TestCounty) -> String {
        let header =
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
        let members = (1...300).map { number in
            "m\(number),试员\(number),,13053311122\(5 + number % 2),,,,,,ebike,generic,"
                + "\(county.receiver.url("/members/m\(number)")),"
        }
        return ([header] + members).joined(separator: "\n")
    }
}
