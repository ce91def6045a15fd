import CurlTransport
import Testing
import WebhookDelivery

struct AttemptResultTests {
    @Test(arguments: [
        (200, AttemptResult.Verdict.sent), (201, .sent), (204, .sent), (299, .sent),
        (301, .rejected), (302, .rejected), (304, .rejected),
        (400, .rejected), (401, .rejected), (404, .rejected), (413, .rejected),
        (408, .retry(.throttled, after: .seconds(7))),
        (425, .retry(.throttled, after: .seconds(7))),
        (429, .retry(.throttled, after: .seconds(7))),
        (500, .retry(.serverError, after: .seconds(7))),
        (503, .retry(.serverError, after: .seconds(7))),
        (410, .hopeless(.gone)),
    ])
    func statusIsJudged(status: Int, verdict: AttemptResult.Verdict) {
        let reply = CurlReply(status: status, headers: [("retry-after", "7")], body: Array(repeating: 9, count: 3_000))
        let result = AttemptResult(reply, from: .generic)
        #expect(result.verdict == verdict)
        #expect(result.status == status)
        #expect(result.excerpt.count == AttemptReport.excerptLimitBytes)
    }

    @Test(arguments: CurlFault.Kind.allCases)
    func faultIsJudged(kind: CurlFault.Kind) {
        let verdict: AttemptResult.Verdict =
            switch kind {
            case .resolve, .connect, .tls, .broken, .tooLarge, .overloaded, .other: .retry(.network, after: nil)
            case .timeout: .retry(.timeout, after: nil)
            case .addressRefused: .hopeless(.addressRefused)
            case .badURL: .hopeless(.badURL)
            case .badHeader, .bodyFile: .hopeless(.rejected)
            case .cancelled: .cancelled
            }
        let fault = CurlFault(kind, text: "test")
        #expect(AttemptResult(fault).verdict == verdict)
        #expect(AttemptResult(fault).fault == fault)
    }
}
