/// Why a `LocalReceiver` did not do what the test wanted.
package enum ReceiverFault: Error, CustomStringConvertible {
    case systemCall(String, errno: Int32)
    /// Fewer requests than awaited came before the deadline, or before the receiver was stopped.
    case tooFewRequests(awaited: Int, received: Int)

    package var description: String {
        switch self {
        case .systemCall(let name, let errno): "\(name) failed with errno \(errno)"
        case .tooFewRequests(let awaited, let received): "\(received) requests came, \(awaited) were awaited"
        }
    }
}
