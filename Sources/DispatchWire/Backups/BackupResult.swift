/// A backup that was made.
package struct BackupResult: Hashable, Sendable, Codable {
    /// Its name in the folder, or the one it would have there.
    package var name: String
    package var bytes: Int
    package var madeAt: WireTime
    /// The last entry of the journal that is in it.
    package var journalPosition: Int64
    /// The version of the tables, such as `v5`.
    package var schema: String
    /// How long it took, to the millisecond.
    package var seconds: Double

    package init(
        name: String,
        bytes: Int,
        madeAt: WireTime,
        journalPosition: Int64,
        schema: String,
        seconds: Double
    ) {
        self.name = name
        self.bytes = bytes
        self.madeAt = madeAt
        self.journalPosition = journalPosition
        self.schema = schema
        self.seconds = seconds
    }
}
