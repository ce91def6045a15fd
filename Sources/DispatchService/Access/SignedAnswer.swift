import DispatchStore
import DispatchWire
import WebhookDelivery

/// The signature that a machine's answer carries, as Standard Webhooks 1.0.0 has it.
package struct SignedAnswer: Sendable {
    package static let headers = [
        StandardWebhooks.idHeader, StandardWebhooks.timestampHeader, StandardWebhooks.signatureHeader,
    ]

    let id: String?
    let timestamp: String?
    let signature: String?
    let body: [UInt8]

    /// nil when the answer carries none of the three headers.
    package init?(header: (String) -> String?, body: [UInt8]) {
        let values = Self.headers.map(header)
        guard values.contains(where: { $0 != nil }) else { return nil }
        id = values[0]
        timestamp = values[1]
        signature = values[2]
        self.body = body
    }

    /// What its sender says the time is, in seconds since 1970.
    var seconds: Int64? { timestamp.flatMap { Int64($0) } }

    /// Throws a problem unless one of the secrets has made this signature, a moment ago.
    ///
    /// - Parameter nowSeconds: Since 1970; nil where the signature says no time, which is refused.
    func check(against secrets: [String?], nowSeconds: Int64?) throws(Problem) {
        var refusal = WebhookRefusal.noMatch
        for secret in secrets.compactMap(\.self) {
            let all: [WebhookSecret]
            do throws(WebhookSecretFault) {
                all = try WebhookSecret.all(in: secret)
            } catch {
                // What is no secret has signed nothing; sending says so (`bad-secret`).
                continue
            }
            for secret in all {
                do throws(WebhookRefusal) {
                    return try StandardWebhooks.verify(
                        id: id,
                        timestamp: timestamp,
                        signature: signature,
                        body: body,
                        secret: secret,
                        nowSeconds: nowSeconds ?? 0
                    )
                } catch {
                    refusal = error
                }
            }
        }
        throw Problem(.signatureInvalid, detail: Self.detail(refusal))
    }

    private static func detail(_ refusal: WebhookRefusal) -> String {
        switch refusal {
        case .missingHeader(let name): "The header \(name) is missing."
        case .badTimestamp: "webhook-timestamp must be whole seconds since 1970."
        case .tooOld: "webhook-timestamp is over \(StandardWebhooks.toleranceSeconds) s ago."
        case .tooNew: "webhook-timestamp is over \(StandardWebhooks.toleranceSeconds) s ahead."
        case .noMatch: "No signature fits the endpoint's secret, id, timestamp and raw body."
        }
    }
}
