import WebhookDelivery

extension DeliveryJob {
    /// A job with what the test cares about and the rest plainly invented; its notice is named after its number.
    static func make(
        _ number: Int64,
        endpoint: Int64 = 1,
        url: String = "http://127.0.0.1:1/",
        secret: String? = nil,
        attempts: Int = 0,
        dueAt: Int64 = 0,
        deadline: Int64 = 600_000
    ) -> DeliveryJob {
        DeliveryJob(
            deliveryID: number,
            noticeID: "notice-\(number)",
            endpointID: endpoint,
            url: url,
            secret: secret,
            body: Array("{\"number\":\(number)}".utf8),
            attempts: attempts,
            dueAt: dueAt,
            deadline: deadline,
            kind: "offer.created"
        )
    }
}
