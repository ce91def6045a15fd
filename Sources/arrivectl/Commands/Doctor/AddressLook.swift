import CurlTransport
import DispatchWire

/// Whether the address in members' links leads to the server.
enum AddressLook {
    /// A phone's browser waits longer, and its owner does not.
    static let timeoutMilliseconds = 5_000

    static func perform(_ publicURL: String) async -> FindingView {
        let subject = "address"
        let advice = "see that http.publicURL, its name and the proxy in front lead to this server"
        do {
            let loop = try CurlLoop(configuration: .init(policy: .unrestricted))
            defer { loop.shutdown() }
            let reply = try await loop.perform(
                CurlExchange(
                    method: .get,
                    url: "\(publicURL)/healthz",
                    totalTimeoutMilliseconds: timeoutMilliseconds
                )
            )
            guard reply.status == 200 else {
                return FindingView(subject, .failure, "\(publicURL)/healthz answers \(reply.status)", advice: advice)
            }
            return FindingView(subject, .ok, "\(publicURL) answers")
        } catch {
            return FindingView(
                subject,
                .failure,
                "\(publicURL)/healthz does not answer within \(timeoutMilliseconds / 1_000) s: \(error)",
                advice: advice
            )
        }
    }
}
