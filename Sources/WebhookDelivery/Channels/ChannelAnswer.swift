import CurlTransport
import Foundation

/// An answer of a platform as far as it is judged: the values at the top of its JSON.
///
/// All platforms answer failures with HTTP 200 now and then (channels, section 0), so that only what the body proves
/// counts. A body that is no JSON object proves nothing.
struct ChannelAnswer {
    let status: Int
    /// When the platform asks to be asked again.
    let retryAfter: RetryAfter?
    private let values: [String: Value]
    private let reply: CurlReply

    init(_ reply: CurlReply) {
        self.reply = reply
        status = reply.status
        retryAfter = reply.header("retry-after").flatMap(RetryAfter.init)
        do {
            values = try JSONDecoder().decode([String: Value].self, from: Data(reply.body))
        } catch {
            // A gateway's page, an empty body, a body cut short: there is nothing to be read, and nothing is proved.
            values = [:]
        }
    }

    var hasSucceeded: Bool { (200..<300).contains(status) }

    /// The number under this name, also if it is written as a text; nil when there is none.
    func number(_ name: String) -> Int64? {
        switch values[name] {
        case .number(let number): number
        // One way to write each number, so that no other text passes for a zero.
        case .text(let text): Int64(text).flatMap { String($0) == text ? $0 : nil }
        case .other, nil: nil
        }
    }

    /// The text under this name in small letters; empty when there is none.
    func text(_ name: String) -> String {
        if case .text(let text) = values[name] { text.lowercased() } else { "" }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// The header of this name as a number.
    func headerNumber(_ name: String) -> Int64? { reply.header(name).flatMap { Int64($0) } }

    /// What to make of an answer whose body says nothing that is known; never success.
    ///
    /// It may have been delivered all the same, and a group should not read one message ten times: few repeats.
    var unproven: AttemptResult.Verdict {
        switch status {
        case 410: .hopeless(.gone)
        case 408, 425, 429: .retry(.throttled, after: retryAfter)
        case 500..<600: .retry(.serverError, after: retryAfter)
        default: .rejected
        }
    }

    private enum Value: Decodable {
        case number(Int64)
        case text(String)
        /// Objects, lists, flags, fractions and null, none of which is a code.
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // Each attempt fails on a value of another kind, and the last line takes those.
            if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }
}
