/// A group robot of WeCom: text, because only a text can call people by their phones (channels, section 2).
enum WeComRobot {
    /// Of `text.content`; a longer one is refused with 93000.
    static let textLimitBytes = 2_048

    static func request(_ messages: [ChannelMessage], url: String) -> ChannelRequest {
        let mentions = messages.mentions
        // `<@id>` in the text would call somebody (section 2.2).
        let text = messages.text(limitBytes: textLimitBytes).replacing("<@", with: "< ")
        return ChannelRequest(
            url: url,
            body: ChannelJSON.encoded(
                Body(text: Text(content: text, mentionedMobiles: mentions.isEmpty ? nil : mentions))
            )
        )
    }

    private struct Body: Encodable {
        let msgtype = "text"
        let text: Text
    }

    private struct Text: Encodable {
        let content: String
        let mentionedMobiles: [String]?

        enum CodingKeys: String, CodingKey {
            case content
            case mentionedMobiles = "mentioned_mobile_list"
        }
    }
}
