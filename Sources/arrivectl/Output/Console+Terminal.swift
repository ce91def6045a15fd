import Glibc

extension Console {
    /// The two streams of this program.
    static let terminal = Console(
        write: { stream, text in
            switch stream {
            case .output: write(text, to: STDOUT_FILENO)
            case .errors: write(text, to: STDERR_FILENO)
            }
        },
        errorsAreTerminal: isatty(STDERR_FILENO) == 1
    )

    /// Writes all of a text at once, unbuffered, so that the two streams keep their order.
    ///
    /// A stream that cannot be written (a closed pipe that did not end the program, a full disk) loses the rest: there
    /// is nowhere left to say so.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}
