/// What a backup tells whoever waits for it, on its own thread.
package struct BackupWatch {
    /// Called at the beginning of each stage and after each piece; what it throws ends the backup.
    package let progress: (BackupProgress) throws -> Void
    /// Takes what ends a long check from any thread. Only a check that has begun is ended by it.
    package let interruptible: (@escaping @Sendable () -> Void) -> Void

    package init(
        progress: @escaping (BackupProgress) throws -> Void = { _ in },
        interruptible: @escaping (@escaping @Sendable () -> Void) -> Void = { _ in }
    ) {
        self.progress = progress
        self.interruptible = interruptible
    }
}
