/// How far an import is.
package struct ImportProgress: Hashable, Sendable, Codable {
    package var stage: Stage
    /// Rows done in this stage.
    package var rows: Int
    /// Bytes of the file read so far.
    package var bytes: Int

    package init(stage: Stage, rows: Int, bytes: Int) {
        self.stage = stage
        self.rows = rows
        self.bytes = bytes
    }

    /// The stages of an import, in their order.
    package enum Stage: String, CaseIterable, Codable, Sendable {
        /// The file is read and its lines are checked.
        case reading
        /// Good rows are put aside in the store, in chunks.
        case staging
        /// The rows become the county's, all at once.
        case landing
    }
}
