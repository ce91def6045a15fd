/// A topic's URL taken apart: messages with buttons are posted to the server's root, with the topic in the body.
package struct NtfyAddress: Hashable, Sendable {
    /// Characters of a topic; the server takes letters, digits, `-` and `_`.
    private static let topicCharacters = 1...64

    /// Where to post; a query, which may carry a password, stays.
    package let server: String
    package let topic: String

    /// nil when the path does not end with a topic.
    package init?(_ url: String) {
        let whole = url.prefix { $0 != "#" }
        let address = whole.prefix { $0 != "?" }
        // After the host, which is not empty.
        guard let scheme = address.firstRange(of: "://"), let slash = address.lastIndex(of: "/"),
            slash > scheme.upperBound
        else { return nil }
        let topic = address[address.index(after: slash)...]
        guard NtfyAddress.topicCharacters.contains(topic.count),
            topic.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        else { return nil }
        server = String(address[...slash] + whole[address.endIndex...])
        self.topic = String(topic)
    }
}
