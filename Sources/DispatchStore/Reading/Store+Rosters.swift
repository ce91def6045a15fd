package import DispatchCore
import GRDB

/// The lists in force, for imports and for those who look something up.
extension Store {
    package func nextEditionID() async throws -> Int64 {
        try await readers.read { database in
            try Int64.fetchOne(database, sql: "SELECT ifnull(max(id), 0) + 1 FROM edition") ?? 1
        }
    }

    package func villages() async throws -> [Village] {
        try await readers.read { try RosterRows.villages($0) }
    }

    package func memberRecords() async throws -> [MemberRecord] {
        try await readers.read { try RosterRows.memberRecords($0) }
    }

    package func householdRecords() async throws -> [HouseholdRecord] {
        try await readers.read { database in
            var damage: [DamagedRow] = []
            return try RosterRows.householdRecords(database, noting: &damage)
        }
    }

    package func deskRecords() async throws -> [DeskRecord] {
        try await readers.read { try RosterRows.deskRecords($0) }
    }

    package func household(_ id: String) async throws -> HouseholdRecord? {
        try await readers.read { try RosterRows.household(id, $0) }
    }

    /// The households with this phone number, at most `limit`, by id.
    package func households(phone: String, limit: Int) async throws -> [HouseholdRecord] {
        let digits = PhoneNumber.digits(phone)
        guard !digits.isEmpty else { return [] }
        return try await readers.read { database in
            var damage: [DamagedRow] = []
            return try RosterRows.householdRecords(
                database,
                where: "phone_digits = ? AND phone_digits <> '' ORDER BY id LIMIT ?",
                arguments: [digits, limit],
                noting: &damage
            )
        }
    }

    /// The roster as it will be with a staged edition in the place of the one in force.
    package func roster(with edition: Int64, of kind: RosterKind) async throws -> Roster {
        let staged = "edition = \(edition)"
        return try await readers.read { database in
            var damage: [DamagedRow] = []
            return try RosterRows.roster(
                database,
                villages: kind == .villages ? staged : RosterRows.live(.villages),
                members: kind == .members ? staged : RosterRows.live(.members),
                desks: kind == .desks ? staged : RosterRows.live(.desks),
                noting: &damage
            )
        }
    }

    /// The codes of villages that members or households in force live in.
    package func villageCodesInUse() async throws -> Set<String> {
        try await readers.read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT village_code FROM member WHERE \(RosterRows.live(.members))
                    UNION SELECT village_code FROM household WHERE \(RosterRows.live(.households))
                    """
            )
        }
    }

    /// Whether editions out of force still hold rows.
    package func hasRetiredEditions() async throws -> Bool {
        try await readers.read { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM edition WHERE state = 'retired')") ?? false
        }
    }
}
