import CurlTransport
import Glibc
import Logging
import TestSupport
import Testing

@testable import DispatchService
@testable import arrived

struct LifeSignsTests {
    private static let periodMicroseconds: UInt64 = 15_000_000

    /// Comes round every 100 ms for a minute; the times, in microseconds, at which systemd heard the word.
    private func heard(
        _ word: String,
        environment: [String: String] = ["WATCHDOG_USEC": "\(periodMicroseconds)"],
        isAnswering: (_ turn: Int) -> Bool? = { _ in nil },
        openRequests: (_ turn: Int) -> Int
    ) throws -> [UInt64] {
        let name = "@arrived-signs-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        let manager = try NotificationReceiver(name: name)
        let clock = Locked<UInt64>(1)
        let signs = try LifeSigns(
            environment: environment.merging(["NOTIFY_SOCKET": name]) { first, _ in first },
            now: { clock.withLock { $0 } },
            logger: Logger(label: "arrived") { _ in SwiftLogNoOpLogHandler() }
        )
        signs.ready()
        #expect(try manager.receive().hasPrefix("READY=1"))
        var times: [UInt64] = []
        for turn in 0..<600 {
            let now = clock.withLock { time in
                time += 100_000
                return time
            }
            if isAnswering(turn) == true { signs.answered() }
            signs.turned(
                WriterVitals(
                    openRequests: openRequests(turn),
                    members: 7,
                    takesNewWork: true,
                    isFailing: false,
                    isClockDoubted: false
                )
            )
            while let message = try manager.receiveSent() {
                if message.hasPrefix(word) { times.append(now) }
            }
        }
        return times
    }

    @Test(arguments: [1, 3, 11, 29, 600])
    func aBusyLoopIsAsAliveAsAnIdleOne(turnsBetweenNews: Int) throws {
        let signs = try heard("WATCHDOG=1\nSTATUS=") { $0 / turnsBetweenNews }
        let longest = try #require(zip([0] + signs, signs + [60_000_001]).map { $1 - $0 }.max())
        #expect(longest < Self.periodMicroseconds / 2, "one gap of \(longest) µs")
        #expect(signs.count <= 61, "more than one message a second")
    }

    @Test func aWriterThatTurnsIsNoSignOfLifeWhileNobodyIsAnswered() throws {
        // Callers are answered for ten seconds, and for the last ten again.
        let signs = try heard("WATCHDOG=1\nSTATUS=", isAnswering: { $0 < 100 || $0 >= 500 }, openRequests: { _ in 3 })
        let silent = UInt64(10_000_000) + Self.periodMicroseconds / 2
        #expect(!signs.contains { $0 > silent + 100_000 && $0 < 50_000_000 })
        #expect(signs.contains { $0 > 8_000_000 && $0 < silent + 100_000 })
        #expect(signs.contains { $0 > 50_000_000 })
        let told = try heard("STATUS=", isAnswering: { $0 < 100 }, openRequests: { _ in 3 })
        #expect(told.count == 1, "the status says so, once")
    }

    @Test func withoutAWatchdogOnlyNewsAreTold() throws {
        #expect(try heard("STATUS=", environment: [:]) { _ in 3 }.count == 1)
        #expect(try heard("STATUS=", environment: [:]) { $0 / 100 }.count == 6)
        #expect(try heard("WATCHDOG", environment: [:]) { $0 / 100 }.isEmpty)
    }
}
