/// The backups in the folder, the newest first.
package struct BackupList: Hashable, Sendable, Codable {
    package var backups: [BackupView]
    /// How many stay there.
    package var keep: Int

    package init(backups: [BackupView], keep: Int) {
        self.backups = backups
        self.keep = keep
    }
}
