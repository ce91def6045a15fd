import Testing
import WebhookDelivery

struct ChannelRecognitionTests {
    @Test(arguments: [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-aaaa", Channel.wecom),
        ("HTTPS://QYAPI.weixin.qq.com:443/cgi-bin/webhook/send/?key=a", .wecom),
        ("https://qyapi.weixin.qq.com/", .wecom),
        ("https://oapi.dingtalk.com/robot/send?access_token=00ff", .dingtalk),
        ("https://oapi.dingtalk.com./robot/send", .dingtalk),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/0000-aaaa", .feishu),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/0000", .feishu),
        ("https://ntfy.sh/county-m1", .ntfy),
    ])
    func platformIsKnownByItsHost(url: String, channel: Channel) {
        #expect(Channel.recognised(url) == channel)
    }

    @Test(arguments: [
        "https://endpoint.example/qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com.example/cgi-bin/webhook/send?key=a",
        "https://endpoint.example/#https://oapi.dingtalk.com/", "https://endpoint.example?open.feishu.cn",
        "https://xqyapi.weixin.qq.com/", "ftp://ntfy.sh/topic", "ntfy.sh/topic", "https://", "",
        "http://127.0.0.1:9000/a",
    ])
    func otherHostIsNotTakenForAPlatform(url: String) {
        #expect(Channel.recognised(url) == nil)
    }

    @Test(arguments: [
        (Channel.wecom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a", nil),
        (.wecom, "https://robot.county.example/cgi-bin/webhook/send?key=a", nil),
        (.wecom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "webhook/send?key=…"),
        (.wecom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "webhook/send?key=…"),
        (.wecom, "https://oapi.dingtalk.com/robot/send?access_token=a", "belongs to dingtalk, not to wecom"),
        (.wecom, "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a", "must look like https://"),
        (.ntfy, "http://ntfy.sh/topic", "must look like https://"),
        (.ntfy, "http://push.county.example/topic", nil),
        (.dingtalk, "https://oapi.dingtalk.com/robot/send?access_token=a", nil),
        (.dingtalk, "https://oapi.dingtalk.com/robot/send?token=a", "robot/send?access_token=…"),
        (.feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/a", nil),
        (.feishu, "https://open.larksuite.com/open-apis/bot/v2/hook/a", nil),
        (.feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/", "bot/v2/hook/…"),
        (.generic, "https://endpoint.example/", nil),
        (.generic, "https://open.feishu.cn/open-apis/bot/v2/hook/a", "belongs to feishu, not to generic"),
        (.ntfy, "https://ntfy.sh/topic", nil),
        (.ntfy, "https://push.county.example/topic", nil),
        (.ntfy, "https://ntfy.sh/", "one topic"),
        (.ntfy, "https://ntfy.sh/a/", "one topic"),
        (.ntfy, "https://ntfy.sh/a.b", "one topic"),
    ])
    func wrongURLIsToldWithWhatWouldBeRight(channel: Channel, url: String, complaint: String?) {
        let found = channel.complaint(aboutURL: url)
        if let complaint {
            #expect(found?.contains(complaint) == true, "\(found ?? "nothing")")
        } else {
            #expect(found == nil)
        }
    }

    @Test(arguments: [
        ("https://ntfy.sh/county-m1", "https://ntfy.sh/", "county-m1"),
        ("http://127.0.0.1:80/t?auth=abc#x", "http://127.0.0.1:80/?auth=abc", "t"),
        ("https://h.example/push/t_1", "https://h.example/push/", "t_1"),
    ])
    func topicIsTakenOffItsServer(url: String, server: String, topic: String) throws {
        let address = try #require(NtfyAddress(url))
        #expect(address.server == server)
        #expect(address.topic == topic)
    }

    @Test(arguments: [
        "https://ntfy.sh", "https:///t", "t", "https://ntfy.sh/中",
        "https://ntfy.sh/" + String(repeating: "a", count: 65),
    ])
    func addressWithoutTopicIsNone(url: String) {
        #expect(NtfyAddress(url) == nil)
    }
}
