import Systemd
import Testing

struct WatchdogIntervalTests {
    @Test func pingsTwiceInEachInterval() throws {
        let environment = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "77"]
        let interval = try #require(try WatchdogInterval(environment: environment, processID: 77))
        #expect(interval.timeout == .seconds(30))
        #expect(interval.pingInterval == .seconds(15))
        #expect(
            try WatchdogInterval(environment: ["WATCHDOG_USEC": "500000"], processID: 77)?.timeout == .milliseconds(500)
        )
    }

    @Test func isOffWithoutTheVariableAndForOthers() throws {
        #expect(try WatchdogInterval(environment: [:], processID: 77) == nil)
        #expect(try WatchdogInterval(environment: ["WATCHDOG_USEC": "1", "WATCHDOG_PID": "78"], processID: 77) == nil)
    }

    @Test(
        arguments: [
            ["WATCHDOG_USEC": "0"], ["WATCHDOG_USEC": "soon"], ["WATCHDOG_USEC": "1", "WATCHDOG_PID": "me"],
        ]
    )
    func refusesABrokenEnvironment(environment: [String: String]) {
        #expect(throws: SystemdFault.self) { try WatchdogInterval(environment: environment, processID: 77) }
    }
}
