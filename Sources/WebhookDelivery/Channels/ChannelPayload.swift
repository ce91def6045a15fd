/// What is to be delivered: JSON that is ready, for a generic endpoint, or a message that its channel brings into form.
package enum ChannelPayload: Hashable, Sendable {
    case json([UInt8])
    case message(ChannelMessage)
}
