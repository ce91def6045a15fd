import Testing
import WebhookDelivery

/// The body that each platform gets, as whole text.
struct ChannelRequestTests {
    private static let mentioned = ChannelMessage.make(people: [
        .init(line: "测试甲", mention: "13900000001"), .init(line: "测试乙", mention: "13900000002"),
    ])

    @Test func wecomGetsTextThatCallsPeopleByPhone() throws {
        let url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a"
        let request = try ChannelRequest.make(Self.mentioned, over: .wecom, url: url)
        #expect(request.url == url)
        #expect(request.header("content-type") == "application/json; charset=utf-8")
        #expect(
            request.text == #"""
                {"msgtype":"text","text":{"content":"【求助】有人摔倒\n杨树镇东杨村\n离您约 600 米\n测试甲\n测试乙\n点这里答复\nhttps://county.example/o/abc",\#
                "mentioned_mobile_list":["13900000001","13900000002"]}}
                """#
        )
        #expect(try !ChannelRequest.make(over: .wecom, url: url).text.contains("mentioned"))
    }

    @Test func wecomTextCallsNobodyByItsWords() throws {
        let request = try ChannelRequest.make(.make(lines: ["<@all> <@x>"]), over: .wecom, url: "https://a.example/")
        #expect(!request.text.contains("<@"))
    }

    @Test func dingtalkGetsTextWithThePhonesInIt() throws {
        let request = try ChannelRequest.make(Self.mentioned, over: .dingtalk, url: "https://a.example/")
        #expect(
            request.text == #"""
                {"at":{"atMobiles":["13900000001","13900000002"],"isAtAll":false},"msgtype":"text","text":\#
                {"content":"【求助】有人摔倒\n杨树镇东杨村\n离您约 600 米\n测试甲\n测试乙\n点这里答复\nhttps://county.example/o/abc\n@13900000001 @13900000002"}}
                """#
        )
    }

    @Test func feishuGetsParagraphsAndALink() throws {
        let request = try ChannelRequest.make(Self.mentioned, over: .feishu, url: "https://a.example/")
        #expect(
            request.text == #"""
                {"content":{"post":{"zh_cn":{"content":[[{"tag":"text","text":"杨树镇东杨村"}],\#
                [{"tag":"text","text":"离您约 600 米"}],[{"tag":"text","text":"测试甲"}],[{"tag":"text","text":"测试乙"}],\#
                [{"href":"https://county.example/o/abc","tag":"a","text":"点这里答复"}]],"title":"【求助】有人摔倒"}}},"msg_type":"post"}
                """#
        )
    }

    @Test func ntfyGetsButtonsAtItsServersRoot() throws {
        let action = ChannelMessage.Action(
            label: "我去",
            url: "https://county.example/v1/callbacks/abc",
            body: #"{"action":"accept"}"#
        )
        let request = try ChannelRequest.make(
            .make(actions: [action]),
            over: .ntfy,
            url: "https://ntfy.sh/county-m1",
            secret: "tk_invented"
        )
        #expect(request.url == "https://ntfy.sh/")
        #expect(request.header("authorization") == "Bearer tk_invented")
        #expect(
            request.text == #"""
                {"actions":[{"action":"http","body":"{\"action\":\"accept\"}","clear":true,\#
                "headers":{"content-type":"application/json"},"label":"我去","method":"POST",\#
                "url":"https://county.example/v1/callbacks/abc"}],"click":"https://county.example/o/abc",\#
                "message":"杨树镇东杨村\n离您约 600 米","priority":3,"title":"【求助】有人摔倒","topic":"county-m1"}
                """#
        )
        let open = try ChannelRequest.make(over: .ntfy, url: "https://ntfy.sh/county-m1")
        #expect(open.header("authorization") == nil)
    }

    @Test func whatDoesNotSuitItsChannelIsRefused() {
        #expect(throws: ChannelFault.badURL) { try ChannelRequest.make(over: .ntfy, url: "https://ntfy.sh/") }
        #expect(throws: ChannelFault.badPayload) { try ChannelRequest.make(over: .generic, url: "https://a.example/") }
        for channel in Channel.allCases where channel != .generic {
            #expect(throws: ChannelFault.badPayload) {
                try ChannelRequest(
                    .json([]),
                    over: channel,
                    url: "https://a.example/t",
                    secret: nil,
                    noticeID: "notice-1",
                    timestampMilliseconds: 0
                )
            }
        }
        #expect(throws: ChannelFault.badSecret) {
            try ChannelRequest(
                .json([]),
                over: .generic,
                url: "https://a.example/",
                secret: "whsec_",
                noticeID: "notice-1",
                timestampMilliseconds: 0
            )
        }
    }

    @Test func unprintableSignsCannotChangeTheLines() throws {
        let message = ChannelMessage.make(title: "一\n二", lines: ["三\r\n四\u{202E}五\u{0}"])
        #expect(message.title == "一 二")
        #expect(message.lines == ["三  四 五 "])
    }

    @Test func messageIsNotPrinted() {
        var dumped = ""
        dump(ChannelMessage.make(), to: &dumped)
        for text in ["\(ChannelMessage.make())", dumped] { #expect(!text.contains("county.example")) }
    }
}
