import Glibc

/// Why something that systemd offers could not be used.
package enum SystemdFault: Error, Hashable, CustomStringConvertible {
    /// A system call failed; `subject` is the path or descriptor it was about.
    case system(call: String, subject: String, errno: Int32)
    /// A variable of the environment holds what systemd would not write.
    case malformed(variable: String, value: String, expected: String)
    /// A credential is larger than the limit.
    case tooLarge(credential: String, limitBytes: Int)
    /// A credential was asked for by a name that is no file name.
    case badName(credential: String)
    /// A socket has a name that no Unix socket can have.
    case badSocket(name: String, limitBytes: Int)

    package var description: String {
        switch self {
        case .system(let call, let subject, let errno):
            "\(call) on \(subject): \(Self.sentence(errno)) (errno \(errno))"
        case .malformed(let variable, let value, let expected):
            "the environment says \(variable)=\(value), expected \(expected)"
        case .tooLarge(let credential, let limit):
            "the credential \(credential) is larger than \(limit) bytes"
        case .badName(let credential):
            "“\(credential)” is no name of a credential"
        case .badSocket(let name, let limit):
            "“\(name)” is no absolute path, or @ and an abstract name, under \(limit) bytes"
        }
    }

    private static func sentence(_ errno: Int32) -> String {
        unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
    }
}
