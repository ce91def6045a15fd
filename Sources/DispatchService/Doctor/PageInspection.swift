import DispatchStore
import Logging
import ServiceLifecycle

/// Looks at every page of a store that was too large for it at the opening, once after the start, while calls go on.
///
/// A store that is broken somewhere goes on as far as it can: what it still takes is worth more to callers than a daemon
/// that does not start, and an administrator is told in every place they look at.
struct PageInspection: Service {
    let store: Store
    let metrics: DispatchMetrics
    /// Told of what is wrong.
    let found: @Sendable (String) -> Void
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await look() }
        try await gracefulShutdown()
    }

    func look() async {
        guard !store.files.isCheckedAtOpening else { return }
        do {
            guard let fault = try await store.brokenPage() else { return }
            metrics.storeIsDamaged()
            found(fault)
            logger.critical(
                "the store is damaged: make sure of a backup, stop the daemon and restore it",
                metadata: ["fault": "\(fault)"]
            )
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("the store could not be looked at", metadata: ["fault": "\(error)"])
        }
    }
}
