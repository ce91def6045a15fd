import Hummingbird
import Logging

/// Endpoints of several healths in one server: well, hanging, failing, and with bodies that never end.
enum SickStreets {
    /// Longer than any sender waits.
    private static let hangingTime = Duration.seconds(60)
    private static let piece = ByteBuffer(repeating: 0x78, count: 16_384)
    private static let promptPieces = 8
    private static let endlessPieces = 600
    private static let pieceInterval = Duration.milliseconds(100)
    private static let bodyLimitBytes = 65_536

    static func application(port: UInt16) -> some ApplicationProtocol {
        let router = Router()
        router.post("/well/{id}") { request, _ in
            _ = try await request.body.collect(upTo: bodyLimitBytes)
            return Response(status: .ok)
        }
        router.post("/hanging/{id}") { _, _ in
            try await Task.sleep(for: hangingTime)
            return Response(status: .ok)
        }
        router.post("/failing/{id}") { request, _ in
            _ = try await request.body.collect(upTo: bodyLimitBytes)
            return Response(status: .internalServerError)
        }
        router.post("/endless/{id}") { request, _ in
            _ = try await request.body.collect(upTo: bodyLimitBytes)
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    // More than anybody reads at once, and then more and more. What the server spends on it is spent on
                    // the same machine, so it is not as much as the line can carry.
                    for number in 0..<endlessPieces {
                        try await writer.write(piece)
                        if number >= promptPieces { try await Task.sleep(for: pieceInterval) }
                    }
                    try await writer.finish(nil)
                }
            )
        }
        var logger = Logger(label: "arrived-bench")
        logger.logLevel = .critical
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: Int(port))),
            logger: logger
        )
    }
}
