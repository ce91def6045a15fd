import Hummingbird

/// Endpoints of several healths in one server: well, hanging, failing, and with bodies that never end.
enum SickStreets {
    private static let piece = ByteBuffer(repeating: 0x78, count: 16_384)
    private static let promptPieces = 8
    private static let endlessPieces = 600
    private static let pieceInterval = Duration.milliseconds(100)

    static func application(port: UInt16) -> some ApplicationProtocol {
        let router = LocalServer.router()
        router.post("/well/{id}") { request, _ in
            _ = try await request.body.collect(upTo: LocalServer.bodyLimitBytes)
            return Response(status: .ok)
        }
        router.post("/failing/{id}") { request, _ in
            _ = try await request.body.collect(upTo: LocalServer.bodyLimitBytes)
            return Response(status: .internalServerError)
        }
        router.post("/endless/{id}") { request, _ in
            _ = try await request.body.collect(upTo: LocalServer.bodyLimitBytes)
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
        return LocalServer.application(router, port: port)
    }
}
