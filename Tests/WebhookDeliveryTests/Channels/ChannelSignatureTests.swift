import Foundation
import Testing
import WebhookDelivery

/// The vectors were computed apart from this code; the first of Feishu has the parameters of the platform's own sample.
struct ChannelSignatureTests {
    private static let robot = "https://oapi.dingtalk.com/robot/send?access_token=00ff"

    @Test(
        arguments: [
            (1_577_262_236_757, "this is secret", "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"),
            (
                1_700_000_000_000, "SEC000000000000000000000000000000000000000000000000000000000000demo",
                "n2gHwd7S4e2vijC7nJlrNelFoQyOuktL93hov1EjFD8%3D"
            ),
            (1_700_000_000_001, "SECdemo", "PTs%2BdsurGspsy8LSQV%2FUd2CTvBpozdeoue2U2fgKqxI%3D"),
            (1_700_000_000_123, "SECdemo", "NhbevkDbYRW2yKX6TyqwoJP0bHe5xpu5AApi0R446wU%3D"),
        ] as [(Int64, String, String)]
    )
    func dingtalkSignsInTheQuery(timestamp: Int64, secret: String, sign: String) throws {
        let request = try ChannelRequest.make(over: .dingtalk, url: Self.robot, secret: secret, at: timestamp)
        #expect(request.url == "\(Self.robot)&timestamp=\(timestamp)&sign=\(sign)")
        let plain = ChannelSignature.dingtalk(timestampMilliseconds: timestamp, secret: secret)
        #expect(plain == sign.removingPercentEncoding)
    }

    @Test(
        arguments: [
            (100, "demo", "jquNHnVOwmDRfw+vqTIrY5dooJAgi5EcRtLsQE4wfXg="),
            (1_599_360_473, "demo", "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="),
            (1_700_000_000, "kYcDemoSecret", "vMrQKe+18i7dLDS1QjWx/TNRNIarpjNOj6L6kDlwHBw="),
        ] as [(Int64, String, String)]
    )
    func feishuSignsInTheBody(timestamp: Int64, secret: String, sign: String) throws {
        let url = "https://open.feishu.cn/open-apis/bot/v2/hook/a"
        let request = try ChannelRequest.make(over: .feishu, url: url, secret: secret, at: timestamp * 1_000 + 999)
        #expect(request.url == url)
        #expect(request.text.contains("\"sign\":\"\(sign)\""))
        #expect(request.text.contains("\"timestamp\":\"\(timestamp)\""))
    }

    @Test func unsignedRobotSendsNoSignature() throws {
        for secret in [nil, ""] as [String?] {
            #expect(try ChannelRequest.make(over: .dingtalk, url: Self.robot, secret: secret).url == Self.robot)
            let feishu = try ChannelRequest.make(over: .feishu, url: "https://a.example/", secret: secret)
            #expect(!feishu.text.contains("sign"))
            #expect(!feishu.text.contains("timestamp"))
        }
    }

    @Test(arguments: [
        ("https://a.example/robot", "https://a.example/robot?timestamp="),
        ("https://a.example/robot?", "https://a.example/robot?timestamp="),
        ("https://a.example/robot?a=b&", "https://a.example/robot?a=b&timestamp="),
        ("https://a.example/robot?a=b#c", "https://a.example/robot?a=b&timestamp="),
    ])
    func signatureJoinsTheQueryThereIs(url: String, start: String) throws {
        #expect(try ChannelRequest.make(over: .dingtalk, url: url, secret: "SECdemo").url.hasPrefix(start))
    }

    @Test func allSecretsOfAGenericEndpointSign() throws {
        let old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let new = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        let body = Array("{\"test\": 2432232314}".utf8)
        for text in ["\(old) \(new)", "\(old),\(new)", " \(old), \(new)"] {
            let request = try ChannelRequest(
                .json(body),
                over: .generic,
                url: "https://a.example/",
                secret: text,
                noticeID: "msg_p5jXN8AQM9LWM0D4loKWxJek",
                timestampMilliseconds: 1_614_265_330_000
            )
            let header = try #require(request.header("webhook-signature"))
            #expect(header.hasPrefix("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,"))
            #expect(request.body == body)
            for secret in [old, new] {
                try StandardWebhooks.verify(
                    id: request.header("webhook-id"),
                    timestamp: request.header("webhook-timestamp"),
                    signature: header,
                    body: body,
                    secret: WebhookSecret(secret),
                    nowSeconds: 1_614_265_330
                )
            }
        }
    }

    @Test(arguments: [
        (" , ", WebhookSecretFault.empty), ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw AAAA", .badLength(bytes: 3)),
        (
            Array(repeating: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", count: 5).joined(separator: " "),
            .tooMany(count: 5)
        ),
    ])
    func wrongListOfSecretsIsRefused(text: String, fault: WebhookSecretFault) {
        #expect(throws: fault) { try WebhookSecret.all(in: text) }
    }
}
