/// A machine of somebody's own: JSON as the API describes it, Standard Webhooks 1.0.0.
enum GenericEndpoint {
    static func request(
        _ body: [UInt8],
        url: String,
        secret: String?,
        noticeID: String,
        timestampSeconds: Int64
    ) throws(ChannelFault) -> ChannelRequest {
        var headers = [
            (name: StandardWebhooks.idHeader, value: noticeID),
            (name: StandardWebhooks.timestampHeader, value: "\(timestampSeconds)"),
        ]
        if let secret {
            let secrets: [WebhookSecret]
            do throws(WebhookSecretFault) {
                secrets = try WebhookSecret.all(in: secret)
            } catch {
                throw .badSecret
            }
            let signatures = secrets.map {
                StandardWebhooks.signature(id: noticeID, timestampSeconds: timestampSeconds, body: body, secret: $0)
            }
            headers.append((name: StandardWebhooks.signatureHeader, value: signatures.joined(separator: " ")))
        }
        return ChannelRequest(url: url, headers: headers, body: body)
    }
}
