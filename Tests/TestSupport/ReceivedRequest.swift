/// One HTTP request as a `LocalReceiver` got it.
package struct ReceivedRequest: Sendable {
    /// Its place among all requests of the receiver, from 0.
    package let number: Int
    /// Which connection it came over, from 0: equal numbers mean the connection was used again.
    package let connection: Int
    package let method: String
    /// Path and query as sent.
    package let target: String
    /// Names in lower case; of a repeated name the last value.
    package let headers: [String: String]
    package let body: [UInt8]

    /// The target without its query.
    package var path: String {
        String(target.prefix { $0 != "?" })
    }

    package var text: String {
        String(decoding: body, as: UTF8.self)
    }
}
