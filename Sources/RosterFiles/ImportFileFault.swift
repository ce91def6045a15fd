/// Why a roster file as a whole cannot be taken.
package struct ImportFileFault: Error, Hashable, Sendable {
    package enum Code: String, Sendable {
        /// The file cannot be opened or read: a fault of this machine, not of the list.
        case unreadable
        /// This machine lacks the converter for GB18030.
        case converterMissing = "converter-missing"
        /// Bytes that are no text in the encoding, or a file of another kind.
        case encoding
        /// The quotes of the file do not match, or a row is over a limit.
        case malformed
        /// Columns are missing, or named twice.
        case header
        /// There is no row below the header.
        case empty
        /// More bytes or rows than are taken.
        case tooLarge = "too-large"
    }

    package let code: Code
    /// The line at which it was seen, from 1; nil when it is the file as such.
    package let line: Int?
    /// One sentence for the person who made the file.
    package let message: String

    package init(_ code: Code, line: Int? = nil, _ message: String) {
        self.code = code
        self.line = line
        self.message = message
    }
}
