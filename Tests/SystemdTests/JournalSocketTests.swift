import Glibc
import Systemd
import TestSupport
import Testing

struct JournalSocketTests {
    /// Reads an entry as journald does: each field by its name, a line end, 64 bits of length, the value, a line end.
    private func fields(of entry: [UInt8]) throws -> [String: String] {
        var fields: [String: String] = [:]
        var rest = entry[...]
        while !rest.isEmpty {
            let end = try #require(rest.firstIndex(of: UInt8(ascii: "\n")))
            let name = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(8)
            fields[name] = String(decoding: rest.prefix(length), as: UTF8.self)
            rest = rest.dropFirst(length)
            #expect(rest.first == UInt8(ascii: "\n"))
            rest = rest.dropFirst()
        }
        return fields
    }

    @Test func anEntryCarriesItsFieldsWhateverTheyHold() throws {
        let name = "@arrived-journal-\(getpid())"
        let receiver = try NotificationReceiver(name: name)
        let journal = try JournalSocket(path: name)
        try journal.send([
            (name: "MESSAGE", value: "威县\nPRIORITY=0"), (name: "PRIORITY", value: "4"), (name: "EMPTY", value: ""),
        ])
        let read = try fields(of: receiver.receiveBytes())
        #expect(read == ["MESSAGE": "威县\nPRIORITY=0", "PRIORITY": "4", "EMPTY": ""])
    }

    @Test func longValuesAreCutBetweenCharacters() throws {
        let name = "@arrived-journal-long-\(getpid())"
        let receiver = try NotificationReceiver(name: name)
        let journal = try JournalSocket(path: name)
        try journal.send([(name: "MESSAGE", value: String(repeating: "县", count: 10_000))])
        // 16,384 bytes hold 5,461 characters of three bytes.
        #expect(try fields(of: receiver.receiveBytes()) == ["MESSAGE": String(repeating: "县", count: 5_461)])
    }

    @Test func namesOfFieldsAreThoseThatJournaldTakes() {
        #expect(JournalSocket.fieldName("request") == "ARRIVED_REQUEST")
        #expect(JournalSocket.fieldName("hb.request-id") == "ARRIVED_HB_REQUEST_ID")
        #expect(JournalSocket.fieldName("户") == "ARRIVED____")
        #expect(JournalSocket.fieldName(String(repeating: "x", count: 100)).utf8.count == 64)
    }

    @Test func aJournalThatIsNotThereIsSaid() throws {
        let journal = try JournalSocket(path: "/nonexistent/journal")
        #expect(throws: SystemdFault.system(call: "sendto", subject: "/nonexistent/journal", errno: ENOENT)) {
            try journal.send([(name: "MESSAGE", value: "x")])
        }
        #expect(throws: SystemdFault.badSocket(name: "journal", limitBytes: 108)) { try JournalSocket(path: "journal") }
    }
}
