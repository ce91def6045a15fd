import ServiceLifecycle

/// Tells systemd when the daemon begins to stop, before anything else of it does.
struct StopNotice: Service {
    let signs: LifeSigns

    func run() async throws {
        // It throws only when it is cancelled, and then the daemon stops as well.
        try? await gracefulShutdown()
        signs.stopping()
    }
}
