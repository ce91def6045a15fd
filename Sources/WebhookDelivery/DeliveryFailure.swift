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
    case badURL = "bad-url"
    /// The endpoint's address is not one the daemon may dial.
    case addressRefused = "address-refused"
    case badSecret = "bad-secret"
    /// The deadline passed, or comes before the next attempt.
    case deadlinePassed = "deadline-passed"
}
