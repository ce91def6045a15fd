/// The store could not be made, opened, read or written.
package struct StoreFault: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// There is no store; `arrivectl init` makes one.
        case missing
        /// There is one already.
        case exists
        /// Another daemon has it open.
        case locked
        /// Made by a later version of this program.
        case newer
        /// Not a store, or a damaged one.
        case damaged
        /// No space left, even in the reserve.
        case diskFull = "disk-full"
        /// Owner, mode or folder are not as they must be.
        case permission
        /// Somebody else wrote to it meanwhile.
        case fenced
        /// Anything else that SQLite or the system reports.
        case failed
    }

    package let code: Code
    /// What was being done.
    package let operation: String
    /// What went wrong and what to do, in one sentence.
    package let explanation: String

    package init(_ code: Code, _ operation: String, _ explanation: String) {
        self.code = code
        self.operation = operation
        self.explanation = explanation
    }

    package var description: String { "\(operation): \(explanation)" }
}
