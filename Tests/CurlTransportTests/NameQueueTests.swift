import Testing

@testable import CurlTransport

/// Which host is asked for, and when.
struct NameQueueTests {
    private static let day: Int64 = 86_400_000

    private func queue(_ change: (inout NameResolver.Limits) -> Void = { _ in }) -> NameResolver.Queue {
        var limits = NameResolver.Limits()
        change(&limits)
        return NameResolver.Queue(limits: limits)
    }

    private func names(_ count: Int, _ kind: String = "dead") -> [String] { (1...count).map { "\(kind)-\($0)" } }

    @Test func hostsThatNobodyKnowsHoldAtMostHalf() {
        var queue = queue()
        for name in names(500) { _ = queue.ask(name, needsNew: true, at: 0) }
        #expect(queue.start(at: 0).count == 24)
        #expect(queue.start(at: 60_000).isEmpty)
        #expect(queue.running.count == 24)
        #expect(queue.overdue(at: 60_000) == 24)
        #expect(queue.waitingCount == 476)
    }

    @Test func aHostThatWasAnsweredForHasTheOtherHalf() {
        var queue = queue()
        _ = queue.ask("well", needsNew: true, at: 0)
        _ = queue.start(at: 0)
        _ = queue.ended("well", .found(["192.0.2.1"]), at: 5)
        for name in names(500) { _ = queue.ask(name, needsNew: true, at: 10) }
        _ = queue.start(at: 10)
        #expect(
            queue.ask("well", needsNew: true, at: 20) == .asked(lastGood: ["192.0.2.1"], graceMilliseconds: 250)
        )
        #expect(queue.start(at: 20) == ["well"])
    }

    @Test func thoseThatWereNotAnsweredForLeaveRoomForNewOnes() {
        var queue = queue()
        for name in names(100) {
            _ = queue.ask(name, needsNew: true, at: 0)
            _ = queue.start(at: 0)
            _ = queue.ended(name, .unanswered("Temporary failure in name resolution"), at: 1)
        }
        for name in names(100) { _ = queue.ask(name, needsNew: true, at: 2) }
        #expect(queue.start(at: 2).count == 12)
        _ = queue.ask("new", needsNew: true, at: 3)
        #expect(queue.start(at: 3) == ["new"])
    }

    @Test func whenTheNameServerFallsSilentItIsFoundOutAFewAtATime() {
        var queue = queue()
        for name in names(500, "well") {
            _ = queue.ask(name, needsNew: true, at: 0)
            _ = queue.start(at: 0)
            _ = queue.ended(name, .found(["192.0.2.1"]), at: 0)
        }
        for name in names(500, "well") { _ = queue.ask(name, needsNew: true, at: 1) }
        #expect(queue.start(at: 1).count == 12)
        #expect(queue.start(at: 1_999).isEmpty)
        #expect(queue.start(at: 2_001).count == 12)
    }

    @Test func aHostIsAskedForOnceAtATime() {
        var queue = queue()
        for _ in 1...10 { _ = queue.ask("host", needsNew: true, at: 0) }
        #expect(queue.start(at: 0) == ["host"])
        for _ in 1...10 { _ = queue.ask("host", needsNew: true, at: 1) }
        #expect(queue.start(at: 1).isEmpty)
        _ = queue.ended("host", .found(["192.0.2.1"]), at: 2)
        _ = queue.ask("host", needsNew: true, at: 3)
        #expect(queue.start(at: 3) == ["host"])
    }

    @Test func theLastGoodAddressServesForADayWhenNobodyAnswers() {
        var queue = queue()
        _ = queue.ask("host", needsNew: true, at: 0)
        _ = queue.start(at: 0)
        #expect(queue.ended("host", .found(["192.0.2.1"]), at: 0) == .found(["192.0.2.1"]))
        for time in [1_000, Self.day] {
            _ = queue.ask("host", needsNew: true, at: time)
            _ = queue.start(at: time)
            #expect(queue.ended("host", .unanswered("silence"), at: time) == .found(["192.0.2.1"]))
        }
        #expect(queue.ask("host", needsNew: true, at: Self.day + 1) == .asked(lastGood: [], graceMilliseconds: 250))
        _ = queue.start(at: Self.day + 1)
        #expect(queue.ended("host", .unanswered("silence"), at: Self.day + 1) == .unanswered("silence"))
    }

    @Test func whoeverSaysThatThereIsNoSuchNameIsBelieved() {
        var queue = queue()
        _ = queue.ask("host", needsNew: true, at: 0)
        _ = queue.start(at: 0)
        _ = queue.ended("host", .found(["192.0.2.1"]), at: 0)
        _ = queue.ask("host", needsNew: true, at: 1)
        _ = queue.start(at: 1)
        #expect(queue.ended("host", .noAddress("gone"), at: 2) == .noAddress("gone"))
        #expect(queue.ask("host", needsNew: true, at: 3) == .asked(lastGood: [], graceMilliseconds: 250))
    }

    @Test func aConnectionThatStandsNeedsNoNewAnswerForAWhile() {
        var queue = queue()
        _ = queue.ask("host", needsNew: true, at: 0)
        _ = queue.start(at: 0)
        _ = queue.ended("host", .found(["192.0.2.1"]), at: 0)
        #expect(queue.ask("host", needsNew: false, at: 300_000) == .addresses(["192.0.2.1"]))
        #expect(queue.start(at: 300_000).isEmpty)
        #expect(
            queue.ask("host", needsNew: false, at: 300_001)
                == .asked(lastGood: ["192.0.2.1"], graceMilliseconds: 250)
        )
    }

    @Test func theHostThatWasNotUsedForLongestIsForgotten() {
        var queue = queue { $0.hosts = 3 }
        for (time, name) in ["a", "b", "c"].enumerated() {
            _ = queue.ask(name, needsNew: true, at: Int64(time))
            _ = queue.start(at: Int64(time))
            _ = queue.ended(name, .found(["192.0.2.1"]), at: Int64(time))
        }
        _ = queue.ask("a", needsNew: false, at: 10)
        _ = queue.ask("d", needsNew: true, at: 11)
        #expect(queue.hosts.keys.sorted() == ["a", "c", "d"])
    }

    @Test func beyondTheLimitNobodyWaits() {
        var queue = queue { $0.waiting = 2 }
        for name in ["a", "b"] { _ = queue.ask(name, needsNew: true, at: 0) }
        guard case .refused(let fault) = queue.ask("c", needsNew: true, at: 0) else {
            Issue.record("it waits")
            return
        }
        #expect(fault.kind == .resolve)
        #expect(queue.hosts["c"] == nil)
    }
}
