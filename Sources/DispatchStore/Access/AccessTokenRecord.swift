package import DispatchCore
import GRDB

/// A bearer token as the store keeps it: its hash, what it may do, and where.
package struct AccessTokenRecord: Equatable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case administrator
        case `operator`
        case desk
        case integrator
    }

    package let id: String
    package let name: String
    package let role: Role
    /// nil: the whole county.
    package let townshipCode: String?
    /// SHA-256 of the token, 32 bytes.
    package let hash: [UInt8]
    package let createdAt: WallTime
    /// nil: never.
    package let expiresAt: WallTime?
    package let revokedAt: WallTime?

    package init(
        id: String,
        name: String,
        role: Role,
        townshipCode: String?,
        hash: [UInt8],
        createdAt: WallTime,
        expiresAt: WallTime? = nil,
        revokedAt: WallTime? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.townshipCode = townshipCode
        self.hash = hash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO access_token VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id, name, role.rawValue, townshipCode, Blob.data(hash), createdAt.milliseconds,
                expiresAt?.milliseconds, revokedAt?.milliseconds,
            ]
        )
    }

    init(_ row: Row) throws {
        self.init(
            id: try row["id"],
            name: try row["name"],
            role: try row.choice("role", in: "access_token"),
            townshipCode: try row["township_code"],
            hash: Blob.bytes(try row["hash"]),
            createdAt: try row.requiredWallTime("created_at"),
            expiresAt: try row.wallTime("expires_at"),
            revokedAt: try row.wallTime("revoked_at")
        )
    }
}
