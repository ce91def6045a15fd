/// One notice on its way to one endpoint, with everything that sending it needs.
///
/// The caller keeps it durable: the courier holds a copy until it has reported the end, and after a restart the caller
/// offers it again. Times are elapsed milliseconds.
package struct DeliveryJob: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The caller's key of this delivery; a job the courier already holds is not taken twice.
    package var deliveryID: Int64
    /// Sent to generic endpoints as `webhook-id`, the same for every attempt, so that receivers can drop repeats. It
    /// holds no dot.
    package var noticeID: String
    /// Jobs of one endpoint share its queue and its health.
    package var endpointID: Int64
    package var channel: Channel
    package var url: String
    /// As the endpoint's owner gave it; `nil` sends unsigned.
    package var secret: String?
    package var payload: ChannelPayload
    /// Attempts made before, in this or an earlier run.
    package var attempts: Int
    /// Not sent before this moment.
    package var dueAt: Int64
    /// Not sent after this moment: the notice is worthless then.
    package var deadline: Int64
    /// The notice's type, such as `offer.created`; for reports and logs.
    package var kind: String

    package init(
        deliveryID: Int64,
        noticeID: String,
        endpointID: Int64,
        channel: Channel,
        url: String,
        secret: String?,
        payload: ChannelPayload,
        attempts: Int = 0,
        dueAt: Int64,
        deadline: Int64,
        kind: String
    ) {
        self.deliveryID = deliveryID
        self.noticeID = noticeID
        self.endpointID = endpointID
        self.channel = channel
        self.url = url
        self.secret = secret
        self.payload = payload
        self.attempts = attempts
        self.dueAt = dueAt
        self.deadline = deadline
        self.kind = kind
    }

    /// Ids only: URL, secret and payload must not reach a log.
    package var description: String {
        "delivery \(deliveryID) of notice \(noticeID) to endpoint \(endpointID)"
    }

    package var customMirror: Mirror {
        Mirror(self, children: ["deliveryID": deliveryID, "noticeID": noticeID, "endpointID": endpointID])
    }
}
