import Foundation
import Testing
import WebhookDelivery

/// No message is longer than its platform takes, and none is cut in the middle of a character or of its link.
struct ChannelLimitTests {
    /// Letters of one to four bytes, characters of many, and those that JSON writes with two bytes.
    private static let alphabets = [
        "a", "é", "村", "🦽", "👨‍👩‍👧‍👦", "🇨🇳", "e\u{301}\u{302}", "\"", "\\", "村a🦽\"",
    ]

    @Test(arguments: alphabets, 0...40)
    func cutTextFitsAndEndsWithAWholeCharacter(alphabet: String, limit: Int) {
        let text = String(repeating: alphabet, count: 20)
        let cut = text.cut(toBytes: limit)
        #expect(cut.utf8.count <= limit || text.utf8.count <= limit)
        if text.utf8.count <= limit {
            #expect(cut == text)
        } else if limit < 3 {
            #expect(cut.isEmpty)
        } else {
            #expect(cut.hasSuffix("…"))
            #expect(Array(text).starts(with: Array(cut).dropLast()))
            // Nothing more would have fitted.
            let next = Array(text)[cut.count - 1]
            #expect(cut.utf8.count + next.utf8.count > limit)
        }
    }

    private struct WeComBody: Decodable {
        struct Text: Decodable { let content: String }
        let text: Text
    }

    @Test(arguments: alphabets, [0, 300, 672, 2_048, 30_000])
    func everyPlatformGetsWhatItTakes(alphabet: String, length: Int) throws {
        let long = String(repeating: alphabet, count: length)
        let link = "https://county.example/o/" + String(repeating: "x", count: 300)
        let callback = ChannelMessage.Action(label: long, url: link, body: #"{"action":"accept"}"#)
        let message = ChannelMessage.make(
            title: long,
            lines: [long, long],
            link: link,
            actions: Array(repeating: callback, count: 5),
            people: Array(repeating: .init(line: long, mention: "13900000001"), count: 50)
        )
        let limits: [(channel: Channel, url: String, bytes: Int)] = [
            (.wecom, "https://a.example/", 2_048 * 2 + 600),
            (.dingtalk, "https://a.example/", 20_000),
            (.feishu, "https://a.example/", 20_000),
            (.ntfy, "https://ntfy.sh/t", 8_192),
        ]
        for limit in limits {
            let request = try ChannelRequest.make(message, over: limit.channel, url: limit.url, secret: "secret")
            #expect(request.body.count <= limit.bytes, "\(limit.channel): \(request.body.count)")
            #expect(request.text.contains("\(link)"), "\(limit.channel)")
            #expect(try JSONSerialization.jsonObject(with: Data(request.body)) is [String: Any])
            #expect(!request.text.contains("\u{FFFD}"))
        }
        let wecom = try ChannelRequest.make(message, over: .wecom, url: "https://a.example/")
        let content = try JSONDecoder().decode(WeComBody.self, from: Data(wecom.body)).text.content
        #expect(content.utf8.count <= 2_048)
        #expect(content.hasSuffix(link))
    }

    @Test func shortMessageIsNotCut() throws {
        let request = try ChannelRequest.make(over: .wecom, url: "https://a.example/")
        #expect(!request.text.contains("…"))
    }
}
