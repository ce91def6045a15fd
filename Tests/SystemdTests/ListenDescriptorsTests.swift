import Glibc
import Systemd
import Testing

@Suite(.serialized)
struct ListenDescriptorsTests {
    @Test func marksWhatWasPassedAndKnowsItsNames() throws {
        // Two descriptors in a row, as systemd would have placed them: whatever else is open, somewhere two are free.
        let free = try #require((200..<1_000).first { fcntl($0, F_GETFD) < 0 && fcntl($0 + 1, F_GETFD) < 0 })
        let first = dup2(STDERR_FILENO, free)
        let second = dup2(STDERR_FILENO, free + 1)
        defer {
            close(first)
            close(second)
        }
        try #require(second == first + 1)
        let listen = try ListenDescriptors(
            environment: ["LISTEN_PID": "77", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "http:admin"],
            processID: 77,
            firstDescriptor: first
        )
        #expect(listen.entries.map(\.descriptor) == [first, second])
        #expect(listen.entries.map(\.name) == ["http", "admin"])
        #expect(fcntl(first, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(second, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test(
        arguments: [
            [:],
            ["LISTEN_PID": "77"],
            ["LISTEN_FDS": "1"],
            ["LISTEN_PID": "78", "LISTEN_FDS": "1"],
            ["LISTEN_PID": "77", "LISTEN_FDS": "0"],
        ]
    )
    func takesNothingThatWasNotMeantForIt(environment: [String: String]) throws {
        #expect(try ListenDescriptors(environment: environment, processID: 77).entries.isEmpty)
    }

    @Test(
        arguments: [
            ["LISTEN_PID": "me", "LISTEN_FDS": "1"],
            ["LISTEN_PID": "77", "LISTEN_FDS": "-1"],
            ["LISTEN_PID": "77", "LISTEN_FDS": "65"],
            ["LISTEN_PID": "77", "LISTEN_FDS": "many"],
            ["LISTEN_PID": "77", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "a:b"],
        ]
    )
    func refusesABrokenEnvironment(environment: [String: String]) {
        #expect(throws: SystemdFault.self) { try ListenDescriptors(environment: environment, processID: 77) }
    }

    @Test func aDescriptorThatIsNotOpenIsNamed() {
        let fault = #expect(throws: SystemdFault.self) {
            try ListenDescriptors(
                environment: ["LISTEN_PID": "77", "LISTEN_FDS": "1"],
                processID: 77,
                firstDescriptor: 9999
            )
        }
        #expect(fault == .system(call: "fcntl", subject: "descriptor 9999", errno: EBADF))
    }

    @Test func theVariablesAreForgotten() {
        for variable in ListenDescriptors.variables { unsafe setenv(variable, "1", 1) }
        ListenDescriptors.forget()
        for variable in ListenDescriptors.variables {
            let isGone = unsafe getenv(variable) == nil
            #expect(isGone, "\(variable)")
        }
    }
}
