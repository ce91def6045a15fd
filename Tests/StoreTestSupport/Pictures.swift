package import DispatchStore
import DispatchTestSupport
import Foundation

/// What a power loss left, in several variants.
package struct Pictures: Sendable {
    let folder: TemporaryFolder
    /// The store's key, which is written and synced when the store is made and never again.
    let key: String

    /// Opens each as a start does, and closes it again. Once: opening changes them.
    ///
    /// - Parameter body: Takes the number of the picture: 0 has nothing but what was synced, the others mixtures of it
    ///   with what was not.
    package func open(_ body: (Int, Store) throws -> Void) throws {
        // The folder goes with the last reference.
        try withExtendedLifetime(folder) {
            for number in 0...Int(PowerLoss.mixtureCount) {
                let files = StoreFiles(database: folder.path("\(number)/county.db"))
                try FileManager.default.copyItem(atPath: key, toPath: files.key)
                let store = try Store.open(files)
                try body(number, store)
                try store.close()
            }
        }
    }
}
