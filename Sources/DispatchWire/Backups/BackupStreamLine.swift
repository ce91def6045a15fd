/// One line of the answer to a backup that asked for lines, or for lines and then the file.
package typealias BackupStreamLine = StreamLine<BackupProgressView, BackupResult>

extension BackupStreamLine {
    /// The backup comes with the answer and stays nowhere else: its result is followed by exactly as many bytes as it says.
    package static var fileMediaType: String { "application/vnd.arrived.backup" }
}
