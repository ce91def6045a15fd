/// How far a backup is.
package struct BackupProgressView: Hashable, Sendable, Codable {
    package var stage: Stage
    /// Bytes copied so far.
    package var bytes: Int
    /// Bytes that the whole copy has.
    package var totalBytes: Int

    package init(stage: Stage, bytes: Int, totalBytes: Int) {
        self.stage = stage
        self.bytes = bytes
        self.totalBytes = totalBytes
    }

    /// The stages of a backup, in their order.
    package enum Stage: String, CaseIterable, Codable, Sendable {
        /// Pages are copied.
        case copying
        /// The copy is opened and checked.
        case checking
    }
}
