/// How far the reading of a roster file has come.
package struct ImportProgressPoint: Hashable, Sendable {
    package enum Phase: String, Sendable {
        /// Looking which encoding the file is in; skipped when it is given or marked.
        case recognizing
        /// Reading and checking rows.
        case checking
    }

    package let phase: Phase
    /// Bytes of the file read in this phase.
    package let bytesRead: Int
    package let totalBytes: Int
    /// Rows below the header read so far.
    package let rowsRead: Int
    /// Wrong values found so far.
    package let faultCount: Int
}
