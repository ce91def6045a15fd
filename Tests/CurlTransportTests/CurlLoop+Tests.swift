import CurlTransport

extension CurlLoop {
    /// A loop that may dial this host only, ended when `body` is.
    static func withLocal<Result>(
        inFlightLimit: Int = 640,
        waitingLimit: Int = 1_000,
        headerLimitBytes: Int = 32 * 1_024,
        _ body: (CurlLoop) async throws -> Result
    ) async throws -> Result {
        var configuration = Configuration(policy: AddressPolicy(allowedNetworks: [try Network(cidr: "127.0.0.0/8")]))
        configuration.inFlightLimit = inFlightLimit
        configuration.waitingLimit = waitingLimit
        configuration.headerLimitBytes = headerLimitBytes
        let loop = try CurlLoop(configuration: configuration)
        defer { loop.shutdown() }
        return try await body(loop)
    }

    /// How an exchange fails; nil if it does not.
    func fault(_ exchange: CurlExchange) async -> CurlFault? {
        do {
            _ = try await perform(exchange)
            return nil
        } catch {
            return error
        }
    }
}
