import CurlTransport
import DispatchHTTP
import DispatchService
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the configuration anew at each SIGHUP (`systemctl reload`) and brings into force what may change while running.
///
/// A configuration that is broken is refused as a whole, named in the log and the status, and the one in force stays. What
/// only a restart can change is named too; a restart refuses nobody, since systemd holds the socket.
struct ReloadWatch: Service {
    let read: @Sendable () throws -> Settings
    /// The settings the daemon was started with, for what needs a restart.
    let started: Settings
    let threshold: LogThreshold
    let dispatcher: Dispatcher
    let serve: @Sendable (_ connections: Int) -> Void
    let signs: LifeSigns
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in signals { await reload() }
        }
    }

    private func reload() async {
        signs.reloading()
        do {
            // The file may lie on a disk that hangs.
            let settings = try await dispatcher.threads.settings.run { [read] _ in try read() }
            try await adjust(to: settings)
            let waiting = settings.differences(from: started).filter { !$0.isReloadable }.map(\.rawValue)
            let names = waiting.joined(separator: ", ")
            if waiting.isEmpty {
                logger.info("the configuration was read anew")
            } else {
                logger.warning(
                    "the configuration was read anew; some of it takes effect at the next restart",
                    metadata: ["settings": "\(names)"]
                )
            }
            signs.reloaded(remark: waiting.isEmpty ? nil : "at the next restart: \(names)")
        } catch {
            logger.error("the configuration was refused; the one in force stays", metadata: ["fault": "\(error)"])
            signs.reloaded(remark: "the last reload was refused, the configuration before it is in force: \(error)")
        }
    }

    private func adjust(to settings: Settings) async throws {
        try await dispatcher.adjust(
            policy: settings.policy,
            policyText: settings.policyText,
            limits: { limits in
                limits.queueLimit = settings.queueLimit
                limits.batchLimit = settings.batchLimit
            },
            attemptTimeoutMilliseconds: settings.attemptTimeoutSeconds * 1000,
            testIntervalSeconds: settings.testIntervalSeconds
        )
        serve(settings.maximumConnections)
        threshold.level = settings.logLevel
    }
}
