import WebhookDelivery

extension DeliveryJob {
    /// A job with what the test cares about and the rest plainly invented; its notice is named after its number.
    static func make(
        _ number: Int64,
        endpoint: Int64 = 1,
        channel: Channel = .generic,
        url: String = "http://127.0.0.1:1/",
        secret: String? = nil,
        message: ChannelMessage = .make(),
        attempts: Int = 0,
        dueAt: Int64 = 0,
        deadline: Int64 = 600_000
    ) -> DeliveryJob {
        DeliveryJob(
            deliveryID: number,
            noticeID: "notice-\(number)",
            endpointID: endpoint,
            channel: channel,
            url: url,
            secret: secret,
            payload: channel == .generic ? .json(body(number)) : .messages([message]),
            attempts: attempts,
            dueAt: dueAt,
            deadline: deadline,
            kind: "offer.created"
        )
    }

    static func body(_ number: Int64) -> [UInt8] { Array("{\"number\":\(number)}".utf8) }
}
