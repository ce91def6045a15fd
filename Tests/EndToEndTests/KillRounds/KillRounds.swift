import DispatchCore
import DispatchWire
import Foundation
import GRDB
import Simulation
import TestSupport
import Testing

/// A daemon at work that is killed at seeded random moments, and the book of what it had promised by then.
struct KillRounds {
    private static let callerCount = 3
    /// Answers between a start and the next kill.
    private static let answersPerRound = 5...120
    /// Offers made to expire while the daemon is down.
    private static let expiredPerRound = 3

    let county: TestCounty
    let seed: UInt64
    let gate = Gate()
    let ledger = Ledger()
    private let invented: InventedCounty
    private var random: SeededGenerator

    init(_ county: TestCounty, seed: UInt64) throws {
        self.county = county
        self.seed = seed
        random = SeededGenerator(seed: seed)
        invented = InventedCounty(
            seed: seed,
            size: try CountySize(townships: 2, villages: 12, members: 240, households: 60)
        )
    }

    func bringIn() async throws {
        try await county.bringIn(.villages, invented.villagesCSV)
        try await county.bringIn(.members, invented.membersCSV(endpointBase: county.receiver.url("")))
        try await county.bringIn(.households, invented.householdsCSV)
        try await county.bringIn(.desks, invented.desksCSV)
    }

    var callers: [Caller] {
        let villages = invented.villages.map(\.code)
        return (1...Self.callerCount).map { number in
            Caller(
                number: number,
                client: county.client,
                villages: villages,
                gate: gate,
                ledger: ledger,
                seed: seed
            )
        }
    }

    func responder(_ number: Int) -> Responder {
        let random = SeededGenerator(seed: seed &+ UInt64(number) &* 104_729)
        return Responder(client: county.client, gate: gate, ledger: ledger, random: random)
    }

    /// Lets the clients work, kills, looks at the file, starts again and looks at the answers.
    mutating func play(_ round: Int) async throws {
        let answers = Int.random(in: Self.answersPerRound, using: &random)
        try await within(.seconds(120), "\(answers) answers") { [ledger] in await ledger.answers(answers) }
        gate.close()
        await county.kill()

        let promised = ledger.promises
        #expect(promised.surprises.isEmpty, "seed \(seed), round \(round)")
        let stored = try county.sql { try String.fetchSet($0, sql: "SELECT id FROM help_request") }
        #expect(stored.isSuperset(of: promised.requests.values), "a 201 is lost; seed \(seed), round \(round)")
        try expectNobodyTwice(round)
        let late = try expireSome()

        try await county.start()
        for (requestID, offerID) in late {
            let request = try await county.client.request(requestID)
            let offer = request.offers.first { $0.id == offerID }
            #expect(offer?.state == .expired, "expired while down; seed \(seed), round \(round)")
        }
        gate.open()
    }

    /// Each seat has one holder, and nobody is on two requests at once, in the file as the kill has left it.
    private func expectNobodyTwice(_ round: Int) throws {
        let twice = try county.sql { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT seat_id FROM assignment WHERE is_primary = 1
                    AND state NOT IN ('cleared', 'released', 'no-show', 'stood-down')
                    GROUP BY seat_id HAVING count(*) > 1
                    UNION SELECT member_id FROM assignment
                    WHERE state IN ('accepted', 'en-route', 'on-scene', 'transporting')
                    GROUP BY member_id HAVING count(*) > 1
                    """
            )
        }
        #expect(twice.isEmpty, "seed \(seed), round \(round)")
    }

    /// Time passes for a few offers while nobody watches: their end is moved to before now.
    private mutating func expireSome() throws -> [(requestID: String, offerID: String)] {
        let queue = try DatabaseQueue(path: county.store)
        defer { try? queue.close() }  // nothing is lost: it was committed
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        return try queue.write { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT id, request_id FROM offer WHERE state = 'pending' AND offered_at < ? ORDER BY id LIMIT ?",
                arguments: [now - 1, Self.expiredPerRound]
            )
            return try rows.map { row in
                let id: String = row["id"]
                try database.execute(
                    sql: "UPDATE offer SET expires_at = ? WHERE id = ?",
                    arguments: [now - 1, id]
                )
                return (requestID: row["request_id"], offerID: id)
            }
        }
    }

    /// Cancels what is still open, waits until everybody has been told, and stops the daemon in good order.
    func settle() async throws {
        for state in [RequestView.State.open, .covered, .onScene, .unanswered] {
            var isEmpty = false
            while !isEmpty {
                let list: RequestList = try await county.client.get("/v1/requests?state=\(state.rawValue)&limit=200")
                for request in list.requests {
                    let answer = try await county.client.post("/v1/requests/\(request.id)/cancel", Cancel())
                    #expect(answer.status == 200)
                }
                isEmpty = list.requests.isEmpty
            }
        }
        // Some fail a few times, with growing pauses.
        do {
            try await eventually(within: .seconds(120), "the outbox is empty") {
                _ = try await county.client.get("/readyz")
                return try due() == 0
            }
        } catch {
            let left = try county.sql {
                try Row.fetchAll($0, sql: "SELECT * FROM delivery WHERE state = 'due' LIMIT 20").map(\.description)
            }
            Issue.record("still due, seed \(seed):\n\(left.joined(separator: "\n"))")
            throw error
        }
        #expect(await county.stop() == 0)
        #expect(try due() == 0)
    }

    private func due() throws -> Int {
        try county.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery WHERE state = 'due'") ?? 0 }
    }

    /// Compares the file with everything that was promised and everything that was heard.
    func check(heard: [HeardNotice]) throws {
        let promised = ledger.promises
        #expect(promised.surprises.isEmpty)
        let stored = try county.sql { try String.fetchSet($0, sql: "SELECT id FROM help_request") }
        #expect(stored.isSuperset(of: promised.requests.values))
        #expect(Set(promised.requests.values).count == promised.requests.count, "two keys named one request")

        for id in promised.acceptedOffers {
            // Whoever is asked anew for the same seat may answer by the link of before: the later offer counts.
            let taken = try county.sql { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT assignment.offer_id FROM assignment JOIN offer AS later ON later.id = assignment.offer_id
                        JOIN offer ON offer.seat_id = later.seat_id AND offer.member_id = later.member_id
                        WHERE offer.id = ? AND later.round >= offer.round
                        """,
                    arguments: [id]
                )
            }
            #expect(!taken.isEmpty, "the accept of \(id) is lost; seed \(seed)")
        }

        let heardIDs = Set(heard.map(\.id))
        let sent = try notices("SELECT notice_id FROM delivery WHERE state = 'sent'")
        #expect(heardIDs.isSuperset(of: sent), "recorded as sent and never heard")
        #expect(try notices("SELECT id FROM notice").isSuperset(of: heardIDs), "heard and never committed")
        let pointless = try notices(
            """
            SELECT delivery.notice_id FROM delivery JOIN notice_offer USING (notice_id) JOIN offer ON offer.id = offer_id
            WHERE delivery.state = 'cancelled' AND offer.state = 'pending'
            """
        )
        #expect(pointless.isEmpty, "not sent although its offer was open")
        print("requests \(stored.count), accepts \(promised.acceptedOffers.count), notices heard \(heardIDs.count)")
    }

    private func notices(_ query: String) throws -> Set<String> {
        try county.sql { try String.fetchSet($0, sql: query) }
    }
}
