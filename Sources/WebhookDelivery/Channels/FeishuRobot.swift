/// A group robot of Feishu or Lark: rich text, whose paragraphs and link need no markup (channels, section 4).
///
/// It cannot call anybody by phone, so the message itself must say whom it is for.
enum FeishuRobot {
    /// Of title and lines: a body may have 20 KB, and JSON may need two bytes for one.
    static let textLimitBytes = 8_000
    /// Of these, for the title.
    static let titleLimitBytes = 500

    static func request(
        _ messages: [ChannelMessage],
        url: String,
        secret: String?,
        timestampSeconds: Int64
    ) -> ChannelRequest {
        let title = (messages.first?.title ?? "").cut(toBytes: titleLimitBytes)
        let limit = textLimitBytes - title.utf8.count
        var content: [[Node]] = []
        for (position, message) in messages.enumerated() {
            let lines = (position == 0 ? [] : ["", message.title]) + message.body
            // Several were chosen so that they fit.
            let text =
                messages.count == 1 ? lines.joined(separator: "\n").cut(toBytes: limit) : lines.joined(separator: "\n")
            content += text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { [Node(tag: "text", text: String($0))] }
            let label = message.linkLabel.isEmpty ? message.link : message.linkLabel
            content.append([Node(tag: "a", text: label, href: message.link)])
        }
        let secret = secret.flatMap { $0.isEmpty ? nil : $0 }
        let body = Body(
            timestamp: secret.map { _ in "\(timestampSeconds)" },
            sign: secret.map { ChannelSignature.feishu(timestampSeconds: timestampSeconds, secret: $0) },
            content: Content(post: ["zh_cn": Post(title: title, content: content)])
        )
        return ChannelRequest(url: url, body: ChannelJSON.encoded(body))
    }

    private struct Body: Encodable {
        let type = "post"
        let timestamp: String?
        let sign: String?
        let content: Content

        enum CodingKeys: String, CodingKey {
            case type = "msg_type"
            case timestamp, sign, content
        }
    }

    private struct Content: Encodable {
        let post: [String: Post]
    }

    private struct Post: Encodable {
        let title: String
        /// Paragraphs of nodes.
        let content: [[Node]]
    }

    private struct Node: Encodable {
        let tag: String
        let text: String
        var href: String?
    }
}
