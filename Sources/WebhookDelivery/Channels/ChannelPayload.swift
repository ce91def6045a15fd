/// What is to be delivered: JSON that is ready, for a generic endpoint, or what its channel brings into form.
package enum ChannelPayload: Hashable, Sendable {
    case json([UInt8])
    /// One message; to a group there may be several, one below the other.
    case messages([ChannelMessage])
}
