import Glibc
import Systemd
import Testing

struct JournalTests {
    @Test func eachLineCarriesItsPriority() {
        #expect(JournalPriority.warning.lines(of: "the disk is nearly full") == "<4>the disk is nearly full\n")
        #expect(JournalPriority.error.lines(of: "one\ntwo\n") == "<3>one\n<3>two\n")
        #expect(JournalPriority.allCases.map(\.prefix) == ["<0>", "<1>", "<2>", "<3>", "<4>", "<5>", "<6>", "<7>"])
    }

    @Test func theJournalIsKnownByDeviceAndInode() {
        var status = stat()
        let isOpen = unsafe fstat(STDERR_FILENO, &status) == 0
        #expect(isOpen)
        let stream = "\(status.st_dev):\(status.st_ino)"
        #expect(JournalStream.isConnected(environment: ["JOURNAL_STREAM": stream]))
        #expect(!JournalStream.isConnected(environment: ["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino + 1)"]))
        #expect(!JournalStream.isConnected(environment: ["JOURNAL_STREAM": "nonsense"]))
        #expect(!JournalStream.isConnected(environment: ["JOURNAL_STREAM": stream], descriptor: 9999))
        #expect(!JournalStream.isConnected(environment: [:]))
    }
}
