/// One page of requests, the newest first.
package struct RequestList: Hashable, Sendable, Codable {
    package var requests: [RequestView]
    /// What to pass as `after` for the next page; nil on the last.
    package var next: String?

    package init(requests: [RequestView], next: String? = nil) {
        self.requests = requests
        self.next = next
    }
}
