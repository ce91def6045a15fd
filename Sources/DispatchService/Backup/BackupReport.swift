package import DispatchStore

/// A backup that was made.
package struct BackupReport: Equatable, Sendable {
    /// Its name in the folder, or the one it would have there.
    package let name: String
    package let facts: BackupFacts
    package let seconds: Double
}
