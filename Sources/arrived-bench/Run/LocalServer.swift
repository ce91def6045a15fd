import Hummingbird
import Logging

/// What the servers that stand in for endpoints have in common.
enum LocalServer {
    /// Notices are under one kilobyte.
    static let bodyLimitBytes = 65_536
    /// Longer than any sender waits.
    private static let hangingTime = Duration.seconds(60)

    /// Routes among which `/hanging/{id}` never answers in time.
    static func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/hanging/{id}") { _, _ in
            try await Task.sleep(for: hangingTime)
            return Response(status: .ok)
        }
        return router
    }

    static func application(_ router: Router<BasicRequestContext>, port: UInt16) -> some ApplicationProtocol {
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: Int(port))),
            logger: logger
        )
    }
}
