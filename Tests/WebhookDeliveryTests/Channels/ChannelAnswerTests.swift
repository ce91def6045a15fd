import CurlTransport
import Testing
import WebhookDelivery

/// Answers by rows, as the platforms' tables have them.
struct ChannelAnswerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let channel: Channel
        var status = 200
        var headers: [(name: String, value: String)] = []
        let body: String
        let verdict: AttemptResult.Verdict
        let code: String?

        init(
            _ channel: Channel,
            _ body: String,
            _ verdict: AttemptResult.Verdict,
            _ code: String?,
            status: Int = 200,
            headers: [(name: String, value: String)] = []
        ) {
            self.channel = channel
            self.status = status
            self.headers = headers
            self.body = body
            self.verdict = verdict
            self.code = code
        }

        var testDescription: String { "\(channel) \(status) \(body)" }
    }

    private static let busy = AttemptResult.Verdict.retry(.serverError, after: nil)
    private static let minute = AttemptResult.Verdict.rateLimited(pauseMilliseconds: 60_000)
    private static let tenMinutes = AttemptResult.Verdict.rateLimited(pauseMilliseconds: 600_000)
    private static let hour = AttemptResult.Verdict.rateLimited(pauseMilliseconds: 3_600_000)

    private static let wecom = [
        Row(.wecom, #"{"errcode":0,"errmsg":"ok"}"#, .sent, "0"),
        Row(.wecom, #"{"errcode":"0","errmsg":"ok"}"#, .sent, "0"),
        Row(.wecom, #"{"errcode":-1,"errmsg":"system busy"}"#, busy, "-1"),
        Row(.wecom, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, minute, "45009"),
        Row(.wecom, #"{"errcode":45033,"errmsg":"concurrency"}"#, minute, "45033"),
        Row(.wecom, #"{"errcode":93000,"errmsg":"invalid webhook url, hint: [1]"}"#, .hopeless(.gone), "93000"),
        Row(.wecom, #"{"errcode":93000,"errmsg":"Invalid Webhook URL"}"#, .hopeless(.gone), "93000"),
        Row(
            .wecom,
            #"{"errcode":93000,"errmsg":"Invalid input : content exceed max length"}"#,
            .hopeless(.badMessage),
            "93000"
        ),
        Row(.wecom, #"{"errcode":93000}"#, .hopeless(.badMessage), "93000"),
        Row(.wecom, #"{"errcode":40008}"#, .hopeless(.badMessage), "40008"),
        Row(.wecom, #"{"errcode":40058}"#, .hopeless(.badMessage), "40058"),
        Row(.wecom, #"{"errcode":44004}"#, .hopeless(.badMessage), "44004"),
        Row(.wecom, #"{"errcode":12345}"#, .rejected, "12345"),
    ]

    private static let dingtalk = [
        Row(.dingtalk, #"{"errcode":0,"errmsg":"ok"}"#, .sent, "0"),
        Row(.dingtalk, #"{"errcode":"0","errmsg":"ok"}"#, .sent, "0"),
        Row(.dingtalk, #"{"errcode":-1,"errmsg":"系统繁忙"}"#, .retry(.serverError, after: .seconds(20)), "-1"),
        Row(
            .dingtalk,
            #"{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}"#,
            tenMinutes,
            "130101"
        ),
        Row(.dingtalk, #"{"errcode":"130101"}"#, tenMinutes, "130101"),
        Row(.dingtalk, #"{"errcode":410100,"errmsg":"发送速度太快而限流"}"#, tenMinutes, "410100"),
        Row(.dingtalk, #"{"errcode":450101}"#, tenMinutes, "450101"),
        Row(.dingtalk, #"{"errcode":90030}"#, hour, "90030"),
        Row(.dingtalk, #"{"errcode":777,"errmsg":"限流"}"#, tenMinutes, "777"),
        Row(.dingtalk, #"{"errcode":300001,"errmsg":"Send too fast"}"#, tenMinutes, "300001"),
        Row(
            .dingtalk,
            #"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"a"}"#,
            minute,
            "1111"
        ),
        Row(
            .dingtalk,
            #"{"status":1111,"wait":120,"punish":"deny"}"#,
            .rateLimited(pauseMilliseconds: 120_000),
            "1111"
        ),
        Row(.dingtalk, #"{"wait":9223372036854775807,"punish":"deny"}"#, tenMinutes, nil),
        Row(.dingtalk, #"{"wait":-9223372036854775808,"punish":"deny"}"#, minute, nil),
        Row(.dingtalk, #"{"errcode":null,"punish":"deny"}"#, .rejected, nil),
        Row(.dingtalk, #"{"errcode":310000,"errmsg":"sign not match"}"#, .misconfigured(.signatureRefused), "310000"),
        Row(
            .dingtalk,
            #"{"errcode":310000,"errmsg":"invalid timestamp"}"#,
            .misconfigured(.signatureRefused),
            "310000"
        ),
        Row(.dingtalk, #"{"errcode":310000,"errmsg":"时间戳已过期"}"#, .misconfigured(.signatureRefused), "310000"),
        Row(
            .dingtalk,
            #"{"errcode":310000,"errmsg":"keywords not in content"}"#,
            .misconfigured(.keywordMissing),
            "310000"
        ),
        Row(
            .dingtalk,
            #"{"errcode":310000,"errmsg":"ip 1.2.3.4 not in whitelist"}"#,
            .misconfigured(.senderRefused),
            "310000"
        ),
        Row(.dingtalk, #"{"errcode":310000,"errmsg":"?"}"#, .misconfigured(.configuration), "310000"),
        Row(.dingtalk, #"{"errcode":88,"sub_code":"x"}"#, .misconfigured(.configuration), "88"),
        Row(.dingtalk, #"{"errcode":300005,"errmsg":"token is not exist"}"#, .hopeless(.gone), "300005"),
        Row(.dingtalk, #"{"errcode":300001}"#, .hopeless(.gone), "300001"),
        Row(.dingtalk, #"{"errcode":400101}"#, .hopeless(.gone), "400101"),
        Row(.dingtalk, #"{"errcode":400102}"#, .hopeless(.gone), "400102"),
        Row(.dingtalk, #"{"errcode":400106}"#, .hopeless(.gone), "400106"),
        Row(.dingtalk, #"{"errcode":400013}"#, .hopeless(.gone), "400013"),
        Row(.dingtalk, #"{"errcode":400105}"#, .hopeless(.badMessage), "400105"),
        Row(.dingtalk, #"{"errcode":40035}"#, .hopeless(.badMessage), "40035"),
        Row(.dingtalk, #"{"errcode":43002}"#, .hopeless(.badMessage), "43002"),
        Row(.dingtalk, #"{"errcode":43004}"#, .hopeless(.badMessage), "43004"),
        Row(.dingtalk, #"{"errcode":430101}"#, .hopeless(.badMessage), "430101"),
        Row(.dingtalk, #"{"errcode":430104}"#, .hopeless(.badMessage), "430104"),
        Row(.dingtalk, #"{"errcode":12345}"#, .rejected, "12345"),
    ]

    private static let feishu = [
        Row(
            .feishu,
            #"{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"#,
            .sent,
            "0"
        ),
        Row(.feishu, #"{"code":"0"}"#, .sent, "0"),
        Row(.feishu, #"{"StatusCode":0,"StatusMessage":"success"}"#, .sent, "0"),
        Row(.feishu, #"{"StatusCode":0,"StatusMessage":"","code":9499,"msg":"too many request"}"#, minute, "9499"),
        Row(.feishu, #"{"code":9499,"msg":"Too Many Requests"}"#, minute, "9499", status: 400),
        Row(.feishu, #"{"code":9499,"msg":"Bad Request"}"#, .hopeless(.badMessage), "9499"),
        Row(.feishu, #"{"code":9499,"msg":"Bad Request"}"#, .hopeless(.badMessage), "9499", status: 400),
        Row(.feishu, #"{"StatusCode":0,"code":null}"#, .rejected, nil),
        Row(.feishu, #"{"code":11232}"#, minute, "11232"),
        Row(.feishu, #"{"code":99991400}"#, minute, "99991400", status: 429),
        Row(
            .feishu,
            #"{"code":99991400}"#,
            .rateLimited(pauseMilliseconds: 7_000),
            "99991400",
            status: 400,
            headers: [("x-ogw-ratelimit-reset", "7")]
        ),
        Row(
            .feishu,
            #"{"code":99991400}"#,
            tenMinutes,
            "99991400",
            headers: [("x-ogw-ratelimit-reset", "99999999999")]
        ),
        Row(
            .feishu,
            #"{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}"#,
            .hopeless(.gone),
            "19001"
        ),
        Row(.feishu, #"{"code":19007,"msg":"Bot Not Enabled"}"#, .hopeless(.gone), "19007"),
        Row(.feishu, #"{"code":19021,"msg":"sign match fail"}"#, .misconfigured(.signatureRefused), "19021"),
        Row(.feishu, #"{"code":19022,"msg":"Ip Not Allowed"}"#, .misconfigured(.senderRefused), "19022"),
        Row(.feishu, #"{"code":19024,"msg":"Key Words Not Found"}"#, .misconfigured(.keywordMissing), "19024"),
        Row(.feishu, #"{"code":12345}"#, .rejected, "12345"),
    ]

    private static let ntfy = [
        Row(.ntfy, #"{"id":"a1","time":1,"event":"message","topic":"t","message":"m"}"#, .sent, nil),
        Row(.ntfy, #"{"id":"","event":"message"}"#, .rejected, nil),
        Row(.ntfy, #"{"id":"a1","event":"open"}"#, .rejected, nil),
        Row(.ntfy, #"{"id":"a1","event":"message","error":"no"}"#, .rejected, nil),
        Row(.ntfy, #"{"id":"a1","event":"message","code":50001}"#, busy, "50001"),
        Row(.ntfy, #"{"code":42901,"http":429,"error":"limit reached"}"#, minute, "42901", status: 429),
        Row(.ntfy, #"{"code":42908,"http":429,"error":"limit reached"}"#, hour, "42908", status: 429),
        Row(.ntfy, #"{"code":40101,"http":401}"#, .misconfigured(.senderRefused), "40101", status: 401),
        Row(.ntfy, #"{"code":40301,"http":403}"#, .misconfigured(.senderRefused), "40301", status: 403),
        Row(.ntfy, #"{"code":40401,"http":404}"#, .misconfigured(.configuration), "40401", status: 404),
        Row(.ntfy, #"{"code":40009,"http":400}"#, .misconfigured(.configuration), "40009", status: 400),
        Row(.ntfy, #"{"code":40018,"http":400}"#, .hopeless(.badMessage), "40018", status: 400),
        Row(.ntfy, #"{"code":41303,"http":413}"#, .hopeless(.badMessage), "41303", status: 413),
        Row(.ntfy, #"{"code":50001,"http":500}"#, busy, "50001", status: 500),
    ]

    @Test(arguments: wecom + dingtalk + feishu + ntfy)
    func answerIsJudgedByItsCode(row: Row) {
        let reply = CurlReply(status: row.status, headers: row.headers, body: Array(row.body.utf8))
        let result = AttemptResult(reply, from: row.channel)
        #expect(result.verdict == row.verdict)
        #expect(result.platformCode == row.code)
        #expect(result.status == row.status)
    }

    /// What proves nothing on any platform, whatever its status says.
    @Test(
        arguments: [Channel.wecom, .dingtalk, .feishu, .ntfy],
        [
            "", "ok", "0", "null", "[]", "{}", #""ok""#, "<html>ok</html>", #"[{"errcode":0,"code":0}]"#,
            #"{"errcode":0,"code":0"#, #"{"errcode":null,"code":null}"#, #"{"errcode":false,"code":false}"#,
            #"{"errcode":"","code":""}"#, #"{"errcode":" 0","code":"+0"}"#, #"{"errcode":"-0","code":"00"}"#,
            #"{"errcode":0.5,"code":0.5}"#, #"{"errcode":{},"code":[]}"#, #"{"errmsg":"ok","msg":"success"}"#,
            #"{"Errcode":0,"Code":0,"statuscode":0}"#, #"{"errcode":99999999999999999999,"code":99999999999999999999}"#,
        ]
    )
    func whatProvesNothingIsNotSent(channel: Channel, body: String) {
        let expected: [(status: Int, verdict: AttemptResult.Verdict)] = [
            (200, .rejected), (204, .rejected), (302, .rejected), (404, .rejected), (410, .hopeless(.gone)),
            (429, .retry(.throttled, after: .seconds(7))), (502, .retry(.serverError, after: .seconds(7))),
        ]
        for row in expected {
            let reply = CurlReply(status: row.status, headers: [("retry-after", "7")], body: Array(body.utf8))
            #expect(AttemptResult(reply, from: channel).verdict == row.verdict, "\(row.status)")
        }
    }

    @Test(arguments: [
        (Channel.wecom, #"{"errcode":0}"#), (.dingtalk, #"{"errcode":0}"#), (.feishu, #"{"code":0}"#),
        (.ntfy, #"{"id":"a","event":"message"}"#),
    ])
    func successNeedsItsStatusToo(channel: Channel, body: String) {
        for status in [100, 302, 400, 404, 410, 429, 500, 503] {
            let reply = CurlReply(status: status, headers: [], body: Array(body.utf8))
            #expect(AttemptResult(reply, from: channel).verdict != .sent)
        }
    }
}
