import DispatchCore

/// Why somebody who asked for nothing wrong is refused for now.
package enum Overload: String, CaseIterable, Sendable {
    /// More waits for the writer than `writer.queueLimit`.
    case queueFull = "queue-full"
    /// More requests are open than the county can follow.
    case openRequests = "open-requests"
    /// There is too little room on the disk.
    case diskFull = "disk-full"
    /// More connections than `http.maximumConnections`.
    case connections

    /// The overload that a failure tells of; nil for what is none.
    init?(_ failure: SubmissionFailure) {
        switch failure {
        case .queueFull: self = .queueFull
        case .diskFull: self = .diskFull
        case .refused(.tooManyOpenRequests): self = .openRequests
        case .refused, .storeFailed, .shuttingDown: return nil
        }
    }
}
