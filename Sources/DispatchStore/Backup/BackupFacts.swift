package import DispatchCore

/// What is in a backup.
package struct BackupFacts: Equatable, Sendable {
    package let countyCode: String
    /// The newest schema it has, such as `v5`.
    package let schema: String
    package let journalPosition: Int64
    package let madeAt: WallTime
    package let sizeBytes: Int
}
