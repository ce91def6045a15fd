import Foundation

/// The body of a test to a generic endpoint, in the envelope of Standard Webhooks: it asks for nothing.
package struct TestNoticeBody: Hashable, Sendable, Codable {
    package static let type = "endpoint.test"

    package var type: String
    package var timestamp: WireTime
    package var data: Content

    package init(timestamp: WireTime, endpoint: Int64) {
        type = Self.type
        self.timestamp = timestamp
        data = Content(endpoint: endpoint)
    }

    package struct Content: Hashable, Sendable, Codable {
        /// The number of the endpoint, as `GET /v1/endpoints` lists it.
        package var endpoint: Int64
    }

    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
