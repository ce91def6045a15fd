/// Why no request can be made of a message: what the list says of the endpoint does not suit its channel.
package enum ChannelFault: Error, Hashable {
    case badSecret
    case badURL
    /// JSON for a robot, or a message for a machine.
    case badPayload

    var failure: DeliveryFailure {
        switch self {
        case .badSecret: .badSecret
        case .badURL: .badURL
        case .badPayload: .badMessage
        }
    }
}
