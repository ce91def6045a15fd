/// How far a backup is.
package struct BackupProgress: Equatable, Sendable {
    package enum Stage: String, CaseIterable, Sendable {
        /// Pages are copied.
        case copying
        /// The copy is opened and checked.
        case checking
    }

    package let stage: Stage
    /// Bytes copied so far.
    package let bytes: Int
    /// Bytes that the whole copy has.
    package let totalBytes: Int
}
