import CurlTransport

extension CurlExchange {
    /// One attempt at a delivery, signed for this moment.
    init(
        _ job: DeliveryJob,
        _ configuration: Courier.Configuration,
        timestampSeconds: Int64
    ) throws(WebhookSecretFault) {
        var headers = [
            (name: "content-type", value: "application/json; charset=utf-8"),
            (name: "user-agent", value: configuration.userAgent),
            (name: StandardWebhooks.idHeader, value: job.noticeID),
            (name: StandardWebhooks.timestampHeader, value: "\(timestampSeconds)"),
        ]
        if let text = job.secret {
            let signature = StandardWebhooks.signature(
                id: job.noticeID,
                timestampSeconds: timestampSeconds,
                body: job.body,
                secret: try WebhookSecret(text)
            )
            headers.append((name: StandardWebhooks.signatureHeader, value: signature))
        }
        self.init(
            method: .post,
            url: job.url,
            headers: headers,
            body: .bytes(job.body),
            connectTimeoutMilliseconds: configuration.connectTimeoutMilliseconds,
            totalTimeoutMilliseconds: configuration.attemptTimeoutMilliseconds,
            bodyLimitBytes: configuration.answerLimitBytes
        )
    }
}
