import Glibc

/// Secrets that systemd hands to the unit as files only it can read (`LoadCredential=`, systemd.exec(5)).
package struct CredentialDirectory: Hashable, Sendable {
    /// Bytes of one credential, 1 MiB: what systemd itself takes.
    package static let maximumCredentialBytes = 1024 * 1024

    package let path: String

    /// - Returns: none when the unit has no credentials.
    package init?(environment: [String: String]) throws(SystemdFault) {
        guard let path = environment["CREDENTIALS_DIRECTORY"], !path.isEmpty else { return nil }
        guard path.hasPrefix("/") else {
            throw .malformed(variable: "CREDENTIALS_DIRECTORY", value: path, expected: "an absolute path")
        }
        self.path = path
    }

    /// The bytes of a credential, as they are; none when the unit does not have it.
    package func bytes(of name: String) throws(SystemdFault) -> [UInt8]? {
        guard !name.isEmpty, name != ".", name != "..", name.utf8.allSatisfy({ $0 != UInt8(ascii: "/") && $0 != 0 })
        else { throw .badName(credential: name) }
        let file = "\(path)/\(name)"
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(call: "open", subject: file, errno: errno)
        }
        defer { close(descriptor) }

        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(call: "read", subject: file, errno: errno) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= Self.maximumCredentialBytes else {
                throw .tooLarge(credential: name, limitBytes: Self.maximumCredentialBytes)
            }
        }
    }

    /// The text of a credential without the line end that editors leave.
    package func text(of name: String) throws(SystemdFault) -> String? {
        guard var bytes = try bytes(of: name) else { return nil }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
