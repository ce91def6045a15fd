import DispatchWire

/// Why a command did not do what it was asked, with the exit code that says so to scripts.
enum CommandFailure: Error {
    /// The server answered with a problem; `body` is its JSON as it came.
    case refused(Problem, body: [UInt8])
    /// No server answered, or what answered is not this API.
    case unreachable(String)
    /// The command line asks for something that cannot be.
    case usage(String)
    /// A file named on the command line cannot be read.
    case unreadable(String)
    /// Something of this machine failed.
    case failed(String)

    var exitCode: Int32 {
        switch self {
        case .refused(let problem, _): Self.exitCode(status: problem.status)
        case .unreachable: 2
        case .usage: 64
        case .unreadable: 66
        case .failed: 1
        }
    }

    private static func exitCode(status: Int) -> Int32 {
        switch status {
        case 401, 403: 3
        case 404: 4
        case 408, 429, 502, 503, 504, 507: 75
        default: 1
        }
    }

    /// The failure in one line.
    var message: String {
        switch self {
        case .refused(let problem, _): Self.message(problem)
        case .unreachable(let text), .usage(let text), .unreadable(let text), .failed(let text): text
        }
    }

    /// The message with a full stop, so that another sentence can follow.
    var sentence: String {
        message.hasSuffix(".") ? message : message + "."
    }

    private static func message(_ problem: Problem) -> String {
        var text = problem.description
        // An outer quote of the field is in most details; what is allowed helps only where there is a choice.
        if let allowed = problem.allowed, !allowed.isEmpty { text += " Allowed: \(allowed.joined(separator: ", "))." }
        if problem.code == .unauthorized { text += " Give it with --token-file or $ARRIVED_TOKEN." }
        if let seconds = problem.retryAfterSeconds { text += " Try again in \(seconds) s." }
        return text
    }
}
