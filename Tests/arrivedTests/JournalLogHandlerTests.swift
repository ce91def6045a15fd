import Glibc
import Logging
import Systemd
import TestSupport
import Testing

@testable import arrived

struct JournalLogHandlerTests {
    @Test func aLineHasItsPriorityAndAFieldForEachOfItsMetadata() throws {
        let name = "@arrived-log-\(getpid())"
        let receiver = try NotificationReceiver(name: name)
        let journal = try JournalSocket(path: name)
        let threshold = LogThreshold(.info)
        let logger = Logger(label: "arrived") {
            ThresholdLogHandler(JournalLogHandler(label: $0, journal: journal), threshold: threshold)
        }
        logger.warning("an endpoint is switched off", metadata: ["reason": "gone", "endpoint": "17"])
        let entry = try receiver.receive()
        #expect(entry.contains("an endpoint is switched off (endpoint=17 reason=gone)\n"))
        #expect(entry.contains("PRIORITY\n\u{1}\0\0\0\0\0\0\u{0}4\n"))
        #expect(entry.contains("ARRIVED_ENDPOINT\n\u{2}\0\0\0\0\0\0\u{0}17\n"))
        #expect(entry.contains("ARRIVED_REASON\n\u{4}\0\0\0\0\0\0\u{0}gone\n"))
        #expect(entry.contains("ARRIVED_SENTENCE"))
        #expect(entry.contains("JournalLogHandlerTests.swift"))
    }

    @Test func theThresholdHoldsForEveryLoggerAtOnce() throws {
        let name = "@arrived-log-threshold-\(getpid())"
        let receiver = try NotificationReceiver(name: name)
        let journal = try JournalSocket(path: name)
        let threshold = LogThreshold(.warning)
        var logger = Logger(label: "arrived") {
            ThresholdLogHandler(JournalLogHandler(label: $0, journal: journal), threshold: threshold)
        }
        logger.logLevel = .trace
        logger.info("unheard")
        threshold.level = .debug
        logger.debug("heard")
        #expect(try receiver.receive().contains("heard\n"))
        threshold.level = .error
        logger.warning("unheard again")
        logger.error("the end")
        #expect(try receiver.receive().contains("the end\n"))
    }
}
