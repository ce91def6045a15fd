/// A backup that lies in the folder.
package struct BackupView: Hashable, Sendable, Codable {
    package var name: String
    package var bytes: Int
    package var madeAt: WireTime

    package init(name: String, bytes: Int, madeAt: WireTime) {
        self.name = name
        self.bytes = bytes
        self.madeAt = madeAt
    }
}
