import DispatchCore
import DispatchService
import DispatchStore
import Testing

/// Guessing at somebody's last four digits does not pay.
struct IdentityCheckTests {
    private static let start = Timestamp(milliseconds: 1_760_000_000_000)
    private static let phone = "+86 139-0000-0042"
    private static let group = GroupCall(requestID: RequestID(high: 1, low: 2), endpointID: 7)
    private static let subject = IdentityClaim.Subject(group: group, memberID: MemberID("m1"))

    private func judge(
        _ check: IdentityCheck,
        _ typed: String,
        _ subject: IdentityClaim.Subject = IdentityCheckTests.subject,
        after seconds: Int = 0
    ) -> IdentityCheck.Verdict {
        check.judge(typed, against: Self.phone, claiming: subject, at: Self.start.adding(seconds: seconds))
    }

    private func isWrong(_ verdict: IdentityCheck.Verdict) -> Bool {
        if case .wrong = verdict { true } else { false }
    }

    @Test(arguments: ["0042", " 00 42 ", "００４２", "13900000042", "8613900000042", "00000042"])
    func theEndOfTheNumberOrMoreOfItIsRight(typed: String) {
        #expect(judge(IdentityCheck([]), typed) == .right)
    }

    @Test(arguments: ["", "42", "042", "4200", "0043", "9990042", "零零四二", "00421"])
    func anythingElseIsWrong(typed: String) {
        let verdict = judge(IdentityCheck([]), typed)
        #expect(isWrong(verdict), "\(typed)")
    }

    @Test func theFifthWrongOneLocksForTenMinutes() {
        let check = IdentityCheck([])
        for second in 0..<5 { #expect(isWrong(judge(check, "1111", after: second))) }
        let end = Self.start.adding(seconds: 4 + IdentityCheck.lockSeconds)
        #expect(judge(check, "0042", after: 5) == .locked(until: end))
        #expect(judge(check, "0042", after: 603) == .locked(until: end), "trying does not make it longer")
        #expect(judge(check, "0042", after: 604) == .right)
        // Another of the group, or the same one for another request, was free all the time.
        let other = IdentityClaim.Subject(group: Self.group, memberID: MemberID("m2"))
        #expect(judge(check, "0042", other, after: 5) == .right)
    }

    @Test func aRightOneForgetsTheWrongOnes() {
        let check = IdentityCheck([])
        for second in 0..<4 { _ = judge(check, "1111", after: second) }
        #expect(judge(check, "0042", after: 4) == .right)
        for second in 5..<9 { #expect(isWrong(judge(check, "1111", after: second))) }
        #expect(judge(check, "0042", after: 9) == .right)
    }

    @Test func aRestartForgetsNothing() throws {
        let first = IdentityCheck([])
        var recorded: [IdentityClaim] = []
        for second in 0..<5 {
            guard case .wrong(let claim) = judge(first, "1111", after: second) else {
                Issue.record("not wrong")
                return
            }
            recorded = [claim]
        }
        let second = IdentityCheck(recorded)
        #expect(judge(second, "0042", after: 5) == judge(first, "0042", after: 5))
        #expect(!isWrong(judge(second, "0042", after: 5)))
        #expect(judge(second, "0042", after: 700) == .right)
    }

    @Test func manyNamesOnOneLinkCountTogetherAlsoAfterARestart() {
        let check = IdentityCheck([])
        var recorded: [IdentityClaim] = []
        for number in 0..<IdentityCheck.linkClaimLimit {
            let subject = IdentityClaim.Subject(group: Self.group, memberID: MemberID("n\(number)"))
            if case .wrong(let claim) = judge(check, "1111", subject) { recorded.append(claim) }
        }
        #expect(recorded.count == IdentityCheck.linkClaimLimit)
        for known in [check, IdentityCheck(recorded)] {
            #expect(judge(known, "0042", after: 1) == .tooShort)
            #expect(judge(known, "139-0000-0042", after: 2) == .right)
            #expect(judge(known, "0042", after: 700) == .right, "it passes")
        }
        let elsewhere = GroupCall(requestID: RequestID(high: 1, low: 3), endpointID: 7)
        #expect(judge(check, "0042", .init(group: elsewhere, memberID: MemberID("m1")), after: 1) == .right)
    }
}
