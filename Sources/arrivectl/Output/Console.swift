/// Everything this program prints goes through here.
///
/// What people read is cleaned of control characters first: summaries and names come from outside and must not be able
/// to move the operator's cursor.
struct Console: Sendable {
    enum Stream: Sendable {
        case output
        case errors
    }

    /// Writes text as it is to one of the two streams.
    let write: @Sendable (Stream, String) -> Void
    /// Whether standard error is a terminal, on which a line can be written over.
    let errorsAreTerminal: Bool

    /// Prints the answer to a command.
    func print(_ text: String) {
        write(.output, text.printable + "\n")
    }

    /// Prints JSON as it came from the server.
    func print(json bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        write(.output, String(decoding: bytes, as: UTF8.self) + "\n")
    }

    /// Prints something beside the answer.
    func note(_ text: String) {
        write(.errors, text.printable + "\n")
    }

    /// Prints why the command failed, in one line.
    func complain(_ text: String) {
        note("arrivectl: " + text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    /// Writes over the line of progress; only for a terminal.
    func progress(_ text: String) {
        write(.errors, "\r\u{1B}[K" + text.printable)
    }

    /// Takes the line of progress away; only for a terminal.
    func endProgress() {
        write(.errors, "\r\u{1B}[K")
    }
}

extension String {
    /// The text with a space for every control character but the line break, and for those that turn the direction of
    /// writing.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar {
                    case "\n": scalar
                    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": " "
                    default: scalar.properties.generalCategory == .control ? " " : scalar
                    }
                }
            )
        )
    }
}
