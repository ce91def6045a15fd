import DequeModule

/// How often an endpoint may be sent to: in no stretch of so long more than so many.
///
/// Counted over a sliding window and not with a token bucket: a full bucket on top of its refill would let nearly twice as
/// many through in the minute that the platform counts.
package struct Pace: Hashable, Sendable {
    package struct Window: Hashable, Sendable {
        package let count: Int
        package let milliseconds: Int64
    }

    package let windows: [Window]

    /// The longest stretch that matters.
    var memoryMilliseconds: Int64 { windows.map(\.milliseconds).max() ?? 0 }
    /// Starts to be remembered.
    var memoryCount: Int { windows.map(\.count).max() ?? 0 }
}

extension Channel {
    /// Somewhat below what the platforms allow (channels, section 1), because a clock of theirs counts and not ours.
    package var pace: Pace? {
        switch self {
        case .wecom, .dingtalk: Pace(windows: [.init(count: 18, milliseconds: 60_000)])
        case .feishu:
            Pace(windows: [.init(count: 4, milliseconds: 1_000), .init(count: 90, milliseconds: 60_000)])
        case .generic, .ntfy: nil
        }
    }
}

/// When the last attempts to one endpoint were started.
struct PaceLog: Sendable {
    private(set) var starts: Deque<Int64> = []

    var last: Int64? { starts.last }

    mutating func note(_ now: Int64, _ pace: Pace) {
        starts.append(now)
        if starts.count > pace.memoryCount { starts.removeFirst(starts.count - pace.memoryCount) }
    }

    /// The first moment at which one more may be started.
    func next(_ pace: Pace) -> Int64 {
        pace.windows.map { window in
            starts.count < window.count ? Int64.min : starts[starts.count - window.count] + window.milliseconds
        }.max() ?? .min
    }
}
