/// Why an attempt did not deliver, or why a delivery ended; the raw values are stable and serve as metric labels.
package enum DeliveryFailure: String, CaseIterable, Hashable, Sendable {
    /// The name did not resolve, the connection was refused or broke, or TLS failed.
    case network
    /// No complete answer within the attempt's time.
    case timeout
    /// 408, 425 or 429: the endpoint asks for patience.
    case throttled
    /// 5xx.
    case serverError = "server-error"
    /// Another 4xx, a 3xx or a 1xx: the endpoint does not want this, and repeating seldom helps.
    case rejected
    /// 410: the endpoint is no more.
    case gone
    /// The platform takes no more from this robot for longer than the notice is worth anything.
    case rateLimited = "rate-limited"
    /// The endpoint failed again and again and is left alone for a while.
    case breakerOpen = "breaker-open"
    /// The platform does not take a message like this one, whoever sends it.
    case badMessage = "bad-message"
    /// The platform found the signature wrong: another secret, or a clock that is an hour off.
    case signatureRefused = "signature-refused"
    /// The robot takes only messages with a keyword that this one lacks.
    case keywordMissing = "keyword-missing"
    /// The platform does not let this sender in: its list of addresses, or a missing token.
    case senderRefused = "sender-refused"
    /// Something else in the robot's settings.
    case configuration
    case badURL = "bad-url"
    /// The endpoint's address is not one the daemon may dial.
    case addressRefused = "address-refused"
    case badSecret = "bad-secret"
    /// A signature, a time or a certificate was refused while this machine's clock is doubted: laid to the clock.
    case clockDoubted = "clock-doubted"
    /// The deadline passed, or comes before the next attempt.
    case deadlinePassed = "deadline-passed"
}
