import CurlTransport

extension CurlExchange {
    /// One attempt at a delivery in the form of its channel, signed for this moment.
    init(
        _ job: DeliveryJob,
        _ payload: ChannelPayload,
        _ configuration: Courier.Configuration,
        timestampMilliseconds: Int64
    ) throws(ChannelFault) {
        let request = try ChannelRequest(
            payload,
            over: job.channel,
            url: job.url,
            secret: job.secret,
            noticeID: job.noticeID,
            timestampMilliseconds: timestampMilliseconds
        )
        self.init(
            method: .post,
            url: request.url,
            headers: request.headers + [(name: "user-agent", value: configuration.userAgent)],
            body: .bytes(request.body),
            connectTimeoutMilliseconds: configuration.connectTimeoutMilliseconds,
            totalTimeoutMilliseconds: configuration.attemptTimeoutMilliseconds,
            bodyLimitBytes: configuration.answerLimitBytes
        )
    }
}
