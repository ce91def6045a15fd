import Glibc
import Systemd
import TestSupport
import Testing

struct ReadinessNotifierTests {
    @Test(arguments: ["/tmp/arrived-notify-test-\(getpid())", "@arrived-notify-test-\(getpid())"])
    func sendsEachMessageInTheFormOfSystemd(name: String) throws {
        let receiver = try NotificationReceiver(name: name)
        let notifier = try #require(try ReadinessNotifier(environment: ["NOTIFY_SOCKET": name]))

        try notifier.status("opening the store")
        #expect(try receiver.receive() == "STATUS=opening the store")
        try notifier.extendTimeout(bySeconds: 30)
        #expect(try receiver.receive() == "EXTEND_TIMEOUT_USEC=30000000")
        try notifier.ready()
        #expect(try receiver.receive() == "READY=1")
        try notifier.ready(status: "25000 members")
        #expect(try receiver.receive() == "READY=1\nSTATUS=25000 members")
        try notifier.reloading(monotonicMicroseconds: 123_456)
        #expect(try receiver.receive() == "RELOADING=1\nMONOTONIC_USEC=123456")
        try notifier.watchdog()
        #expect(try receiver.receive() == "WATCHDOG=1")
        try notifier.stopping(status: "draining")
        #expect(try receiver.receive() == "STOPPING=1\nSTATUS=draining")
    }

    @Test func aStatusStaysOneLineOfBoundedLength() throws {
        let name = "@arrived-notify-status-\(getpid())"
        let receiver = try NotificationReceiver(name: name)
        let notifier = try #require(try ReadinessNotifier(environment: ["NOTIFY_SOCKET": name]))
        try notifier.status("two\nlines\r\nREADY=1")
        #expect(try receiver.receive() == "STATUS=two lines READY=1")
        try notifier.status(String(repeating: "县", count: 400))
        #expect(try receiver.receive() == "STATUS=" + String(repeating: "县", count: 170))
    }

    @Test func theTimeOfAReloadIsThatOfTheMonotonicClock() throws {
        let name = "@arrived-notify-reload-\(getpid())"
        let receiver = try NotificationReceiver(name: name)
        let notifier = try #require(try ReadinessNotifier(environment: ["NOTIFY_SOCKET": name]))
        let before = ReadinessNotifier.monotonicMicroseconds()
        try notifier.reloading()
        let after = ReadinessNotifier.monotonicMicroseconds()
        let said = try #require(UInt64(try receiver.receive().split(separator: "=").last ?? ""))
        #expect((before...after).contains(said))
    }

    @Test func saysNothingWhenNobodyAsked() throws {
        #expect(try ReadinessNotifier(environment: [:]) == nil)
        #expect(try ReadinessNotifier(environment: ["NOTIFY_SOCKET": ""]) == nil)
    }

    @Test(arguments: ["relative", "@", "vsock:2:1234", "/" + String(repeating: "a", count: 108)])
    func refusesANameItCannotReach(name: String) {
        #expect(throws: SystemdFault.self) { try ReadinessNotifier(environment: ["NOTIFY_SOCKET": name]) }
    }

    @Test func aSocketThatIsNotThereIsNamed() throws {
        let notifier = try #require(try ReadinessNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]))
        let fault = #expect(throws: SystemdFault.self) { try notifier.ready() }
        #expect(fault?.description == "sendto on /nowhere/notify: No such file or directory (errno 2)")
    }
}
