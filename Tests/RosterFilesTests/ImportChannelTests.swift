import DispatchStore
import RosterFiles
import Testing

/// Channel, endpoint and secret belong together, for members and desks alike.
@Suite struct ImportChannelTests {
    private static let wecom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-aaaa"
    private static let dingtalk = "https://oapi.dingtalk.com/robot/send?access_token=00ff"
    private static let feishu = "https://open.feishu.cn/open-apis/bot/v2/hook/0000-aaaa"
    private static let lark = "https://open.larksuite.com/open-apis/bot/v2/hook/0000-aaaa"
    private static let ntfy = "https://ntfy.sh/county-m1"
    private static let own = "https://robot.county.example/in/1"
    private static let signing = "SEC000000000000000000000000000000000000000000000000000000000000demo"

    private func member(_ channel: String, _ url: String, _ secret: String) throws -> EndpointRecord? {
        try ImportFixture.members("M1,甲一,13900000001,900001,,,,,,,\(channel),\(url),\(secret)")[0].endpoint
    }

    @Test(arguments: [
        ("", wecom, "", "wecom"), ("", dingtalk, signing, "dingtalk"), ("", feishu, "kYc秘密", "feishu"),
        ("", lark, "", "feishu"), ("", ntfy, "tk_invented", "ntfy"), ("", own, "", "generic"),
        ("wecom", wecom, "", "wecom"), ("WeCom", wecom, "", "wecom"), ("DINGTALK", dingtalk, "", "dingtalk"),
        ("feishu", feishu, "", "feishu"), ("ntfy", ntfy, "", "ntfy"),
        // Installations of one's own.
        ("wecom", own, "", "wecom"), ("dingtalk", own, signing, "dingtalk"), ("feishu", own, "word", "feishu"),
        ("ntfy", "http://10.0.0.1:80/m1", "", "ntfy"),
    ])
    func channelIsTakenAsNamedOrAsKnown(channel: String, url: String, secret: String, expected: String) throws {
        let endpoint = EndpointRecord(url: url, channel: expected, secret: secret.isEmpty ? nil : secret)
        #expect(try member(channel, url, secret) == endpoint)
        let desk = try ImportFixture.desks("D1,county,900000,县,0319-0000001,\(channel),\(url),\(secret)")[0]
        #expect(desk.endpoint == endpoint)
    }

    @Test(arguments: [
        ("generic", wecom, "", "channel", "generic", "must be wecom for this endpoint, or empty"),
        ("dingtalk", feishu, "", "channel", "dingtalk", "must be feishu for this endpoint, or empty"),
        ("wecom", ntfy, "", "channel", "wecom", "must be ntfy for this endpoint, or empty"),
        ("", "https://qyapi.weixin.qq.com/", "", "endpoint", "https://qyapi.weixin.qq.com/", "webhook/send?key=…"),
        (
            "dingtalk", "https://oapi.dingtalk.com/robot/send", "", "endpoint", "https://oapi.dingtalk.com/(hidden)",
            "access_token=…"
        ),
        (
            "", "https://open.feishu.cn/open-apis/bot/v2/hook/", "", "endpoint", "https://open.feishu.cn/(hidden)",
            "hook/…"
        ),
        ("ntfy", "https://push.county.example/", "", "endpoint", "https://push.county.example/", "one topic"),
        ("wecom", wecom, "abc", "secret", "(hidden)", "must be empty for wecom"),
        ("dingtalk", dingtalk, "abc", "secret", "(hidden)", "must begin with SEC"),
        ("dingtalk", dingtalk, "SEC", "secret", "(hidden)", "must begin with SEC"),
        ("dingtalk", dingtalk, "SEC 00", "secret", "(hidden)", "must begin with SEC"),
        ("feishu", feishu, "a\u{200B}b", "secret", "(hidden)", "without invisible characters"),
        ("ntfy", ntfy, "tk invented", "secret", "(hidden)", "an access token"),
        ("ntfy", ntfy, "密", "secret", "(hidden)", "an access token"),
        ("ntfy", ntfy, String(repeating: "a", count: 257), "secret", "(hidden)", "at most 256 characters"),
        ("generic", own, "SECdemo", "secret", "(hidden)", "must be whsec_ and the base64 of 24 to 64 random bytes"),
        ("generic", own, "\(ImportFixture.secret) whsec_AAEC", "secret", "(hidden)", "must be whsec_"),
        (
            "generic", own, Array(repeating: ImportFixture.secret, count: 5).joined(separator: " "), "secret",
            "(hidden)",
            "must be at most 4 secrets"
        ),
    ])
    func whatDoesNotBelongTogetherIsToldWithWhatWouldBeRight(
        channel: String,
        url: String,
        secret: String,
        column: String,
        value: String,
        message: String
    ) throws {
        let row = "M1,甲一,13900000001,900001,,,,,,,\(channel),\(url),\(secret)"
        let fault = try ImportFixture.fault { try ImportFixture.members(row) }
        #expect(fault.column == column)
        #expect(fault.value == value)
        #expect(fault.message.contains(message), "\(fault.message)")
    }

    /// On a group's page members are told apart by the last digits of their phones.
    @Test(arguments: ["", "110", "一二三"])
    func whoIsReachedInAGroupNeedsAPhone(phone: String) throws {
        let faults = ImportFixture.faults { try ImportFixture.members("M1,甲一,\(phone),900001,,,,,,,,\(Self.wecom),") }
        #expect(faults.first.contains { $0.column == "phone" })
        #expect(throws: Never.self) { try ImportFixture.members("M1,甲一,,900001,,,,,,,,\(Self.own),") }
    }

    @Test func onlyAMachineWithASecretSignsAnswers() throws {
        func read(_ row: String) throws -> [MemberRecord] { try ImportFixture.members(row, more: ",answers") }
        let signs = try read("M1,甲一,13900000001,900001,,,,,,,,\(Self.own),\(ImportFixture.secret),signed")[0]
        #expect(signs.endpoint?.signsAnswers == true)
        for (row, word) in [
            ("M1,甲一,13900000001,900001,,,,,,,,\(Self.own),,signed", "secret"),
            ("M1,甲一,13900000001,900001,,,,,,,,\(Self.dingtalk),\(Self.signing),signed", "generic"),
            ("M1,甲一,13900000001,900001,,,,,,,,\(Self.own),\(ImportFixture.secret),yes", "signed or empty"),
        ] {
            let fault = try ImportFixture.fault { try read(row) }
            #expect(fault.column == "answers")
            #expect(fault.message.contains(word))
        }
    }

    @Test func whoseMachineSignsIsNotReachedByPeopleAsWell() throws {
        let row = "M1,甲一,13900000001,900001,,,,,,,,\(Self.own),\(ImportFixture.secret),signed,,\(Self.wecom),"
        let fault = try ImportFixture.fault {
            try ImportFixture.members(row, more: ",answers,fallback_channel,fallback_endpoint,fallback_secret")
        }
        #expect(fault.column == "answers")
    }

    @Test func aSecondEndpointIsAnotherOne() throws {
        func read(_ row: String) throws -> [MemberRecord] {
            try ImportFixture.members(row, more: ",fallback_channel,fallback_endpoint,fallback_secret")
        }
        let member = try read("M1,甲一,13900000001,900001,,,,,,,,\(Self.own),,,\(Self.dingtalk),\(Self.signing)")[0]
        #expect(member.endpoint?.channel == "generic")
        #expect(member.fallback == EndpointRecord(url: Self.dingtalk, channel: "dingtalk", secret: Self.signing))
        for row in [
            "M1,甲一,13900000001,900001,,,,,,,,\(Self.own),,,\(Self.own),",
            "M1,甲一,13900000001,900001,,,,,,,,,,,\(Self.own),",
        ] {
            #expect(try ImportFixture.fault { try read(row) }.column == "fallback_endpoint")
        }
        #expect(
            try ImportFixture.fault { try read("M1,甲一,,900001,,,,,,,,\(Self.own),,,\(Self.wecom),") }.column == "phone"
        )
    }

    @Test func secretsThatChangeAreKeptInOneForm() throws {
        let old = ImportFixture.secret
        let new = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        let expected = "\(old) \(new)"
        #expect(try member("generic", Self.own, "\(old) \(new)")?.secret == expected)
        #expect(try member("", Self.own, "\(old)  \(new.dropFirst(6))")?.secret == expected)
        #expect(try member("", Self.own, "\"\(old), \(new)\"")?.secret == expected)
    }

    @Test(arguments: [signing, "tk_invented0000000000000000000"])
    func robotsSecretInAWrongColumnIsNotShown(secret: String) throws {
        let faults = ImportFixture.faults {
            try ImportFixture.members("M1,甲一,13900000001,900001,,,,,,\(secret),\(secret),,")
        }
        #expect(faults.first.map(\.column) == ["transport", "channel"])
        #expect(faults.first.allSatisfy { $0.value == "(hidden)" })
    }
}
