import DispatchStore
package import DispatchTestSupport
import Foundation
package import PowerLossVFS

/// Takes pictures of what the disk would hold of a folder's databases if the power went at a given moment.
///
/// What is modelled, and what is not, stands in `power_loss.h`.
package struct PowerLoss: Sendable {
    /// Mixtures of what was not certain, beside the picture without any of it.
    package static let mixtureCount: Int32 = 2

    package typealias Moment = power_loss_moment

    package struct NotWatched: Error {}

    private let disk: Int32
    private let folder: TemporaryFolder

    /// Begins to watch a folder in which SQLite has nothing open.
    package init(in folder: TemporaryFolder) throws {
        self.folder = folder
        // The path is only read during the call.
        disk = unsafe power_loss_watch(folder.url.path)
        guard disk > 0 else { throw NotWatched() }
    }

    /// Ends it; nothing may be asked afterwards.
    package func end() { power_loss_end(disk) }

    /// Takes pictures at SQLite's nth write, truncation, sync or deletion from now on; with 0, at once.
    ///
    /// - Returns: Where they will lie; to be opened once ``isCut``.
    package func cut(after operations: Int, seed: UInt64) throws -> Pictures {
        let into = try TemporaryFolder()
        // The path is only read during the call.
        unsafe power_loss_cut(disk, operations, into.url.path, seed, Self.mixtureCount)
        return Pictures(folder: into, key: StoreFixture.files(in: folder).key)
    }

    /// Where the last pictures were taken.
    package var moment: Moment { Moment(rawValue: power_loss_moment(disk)) }

    package var isCut: Bool { moment != POWER_LOSS_NOT_YET }
}
