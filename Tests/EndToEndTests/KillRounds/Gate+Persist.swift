import CurlTransport

extension Gate {
    /// Makes a call again and again until the daemon answers it, waiting while it is down.
    ///
    /// - Returns: nil when the rounds ended first.
    func persist(_ call: () async throws -> APIClient.Answer) async throws -> APIClient.Answer? {
        while !isOver {
            await passage()
            do {
                return try await call()
            } catch let fault as CurlFault {
                // The daemon was killed under the call; whether it was taken, nobody knows.
                guard [.connect, .broken, .timeout].contains(fault.kind) else { throw fault }
            }
        }
        return nil
    }
}
