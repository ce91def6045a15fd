import Glibc
import Systemd
import Testing

final class CredentialDirectoryTests {
    private let path: String
    private let directory: CredentialDirectory

    init() throws {
        var template = Array("/tmp/arrived-credentials-XXXXXX".utf8CString)
        let made = unsafe mkdtemp(&template).map { unsafe String(cString: $0) }
        path = try #require(made)
        directory = try #require(try CredentialDirectory(environment: ["CREDENTIALS_DIRECTORY": path]))
    }

    deinit {
        for name in ["token-key", "password", "link", "just", "large"] { unsafe unlink("\(path)/\(name)") }
        unsafe rmdir(path)
    }

    @Test func readsACredential() throws {
        try write("token-key", [0, 255, 10])
        try write("password", Array("secret\r\n".utf8))
        #expect(try directory.bytes(of: "token-key") == [0, 255, 10])
        #expect(try directory.text(of: "password") == "secret")
        #expect(try directory.bytes(of: "absent") == nil)
        #expect(try directory.text(of: "absent") == nil)
    }

    @Test(arguments: ["", ".", "..", "../etc/passwd", "a/b", "a\0b"])
    func refusesNamesThatLeadElsewhere(name: String) {
        #expect(throws: SystemdFault.badName(credential: name)) { try directory.bytes(of: name) }
    }

    @Test func doesNotFollowALink() throws {
        let linked = unsafe symlink("/etc/hostname", "\(path)/link")
        try #require(linked == 0)
        #expect(throws: SystemdFault.system(call: "open", subject: "\(path)/link", errno: ELOOP)) {
            try directory.bytes(of: "link")
        }
    }

    @Test func refusesOneThatIsTooLarge() throws {
        let limit = CredentialDirectory.maximumCredentialBytes
        try write("just", [UInt8](repeating: 1, count: limit))
        try write("large", [UInt8](repeating: 1, count: limit + 1))
        #expect(try directory.bytes(of: "just")?.count == limit)
        #expect(throws: SystemdFault.tooLarge(credential: "large", limitBytes: limit)) {
            try directory.bytes(of: "large")
        }
    }

    @Test func isOffWithoutTheVariableAndRefusesARelativePath() throws {
        #expect(try CredentialDirectory(environment: [:]) == nil)
        #expect(throws: SystemdFault.self) { try CredentialDirectory(environment: ["CREDENTIALS_DIRECTORY": "here"]) }
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
        try #require(written == bytes.count)
    }
}
