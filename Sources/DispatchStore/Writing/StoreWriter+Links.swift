import Crypto
import DispatchCore
import Foundation
import GRDB

/// Links to members' own pages: made, renewed, and suspended while a list leaves their member out.
extension StoreWriter {
    /// A first link; nothing happens for a member who has one that leads to them.
    func write(link id: MemberLinkID, of member: MemberID, at time: Timestamp, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO member_link (id, member_id, created_at) SELECT ?1, ?2, ?3
                WHERE NOT EXISTS (SELECT 1 FROM member_link WHERE member_id = ?2 AND suspended_at IS NULL)
                """,
            arguments: [id.description, member.text, time.milliseconds]
        )
    }

    /// A link in the place of all that there are; a token whose row is gone leads nowhere.
    func renew(link id: MemberLinkID, of member: MemberID, at time: Timestamp, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM member_link WHERE member_id = ?", arguments: [member.text])
        try write(link: id, of: member, at: time, database)
    }

    /// Suspends and restores links, as a staged list of members is about to come into force.
    ///
    /// The link of somebody whom the list leaves out, or names with another phone, leads nowhere from now on. A list that puts
    /// that right within `MemberLinks.returnDays` restores it, so that no bookmark breaks; later it is gone for good.
    func followLinks(toStaged edition: Int64, at time: Timestamp, _ database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT member_link.id, suspended_at, suspended_phone, old.phone AS old_phone, new.phone AS new_phone
                FROM member_link
                LEFT JOIN member AS old ON old.\(RosterRows.live(.members)) AND old.id = member_id
                LEFT JOIN member AS new ON new.edition = ? AND new.id = member_id
                WHERE suspended_at IS NOT NULL OR new.id IS NULL OR old.id IS NULL OR new.phone <> old.phone
                """,
            arguments: [edition]
        )
        let suspend = try database.cachedStatement(
            sql: "UPDATE member_link SET suspended_at = ?, suspended_phone = ? WHERE id = ?"
        )
        let oldest = time.adding(seconds: -MemberLinks.returnSeconds)
        for row in rows {
            let id: String = try row["id"]
            let newPhone: String? = try row["new_phone"]
            if let since = try row.time("suspended_at") {
                guard since >= oldest else {
                    try database.execute(sql: "DELETE FROM member_link WHERE id = ?", arguments: [id])
                    continue
                }
                guard let newPhone, Blob.bytes(try row["suspended_phone"]) == mark(of: newPhone, on: id) else {
                    continue
                }
                try suspend.execute(arguments: [nil, nil, id])
            } else if let oldPhone = try row["old_phone"] as String? {
                guard newPhone.map({ PhoneNumber.digits($0) }) != PhoneNumber.digits(oldPhone) else { continue }
                try suspend.execute(arguments: [time.milliseconds, Blob.data(mark(of: oldPhone, on: id)), id])
            } else if newPhone == nil {
                // Made for somebody who left the list at that very moment.
                try database.execute(sql: "DELETE FROM member_link WHERE id = ?", arguments: [id])
            }
        }
    }

    /// What tells whether a phone is the same, and no phone by itself: a MAC with the store's key over the link and the digits.
    private func mark(of phone: String, on link: String) -> [UInt8] {
        let text = "phone \(link) \(PhoneNumber.digits(phone))"
        return Array(
            HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: store.tokenKey))
        )
    }
}

/// How long a link waits for its member to be listed again.
package enum MemberLinks {
    /// A wrong list is noticed within a week.
    package static let returnDays = 7
    package static var returnSeconds: Int { returnDays * 86_400 }
}
