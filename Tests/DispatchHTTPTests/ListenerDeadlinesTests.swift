import NIOCore
import Testing

@testable import DispatchHTTP

/// The decisions alone, with times made up.
struct ListenerDeadlinesTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let limits = ListenerLimits()

    private func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test func aFreshConnectionMayRestAsLongAsAHeader() {
        let deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        #expect(deadlines.verdict(at: at(9)) == .wait(until: at(10)))
        #expect(deadlines.verdict(at: at(10)) == .close)
    }

    @Test func theHeaderDeadlineCountsFromItsFirstByte() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(5))
        deadlines.bytesCame(at: at(14))
        #expect(deadlines.verdict(at: at(14)) == .wait(until: at(15)))
        #expect(deadlines.verdict(at: at(15)) == .closeWithTimeout)
    }

    @Test func theBodyDeadlineMovesWithProgressOnly() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.bodyCame(bytes: 4095, at: at(20))
        #expect(deadlines.deadline == at(30))
        deadlines.bodyCame(bytes: 1, at: at(25))
        #expect(deadlines.deadline == at(55))
        #expect(deadlines.verdict(at: at(55)) == .closeWithTimeout)
    }

    @Test func timeInWhichTheDaemonDoesNotReadIsNotCounted() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.readingPaused(at: at(10))
        #expect(deadlines.verdict(at: at(500)) == .rest)
        deadlines.readingResumed(at: at(510))
        #expect(deadlines.deadline == at(530))
    }

    @Test func nothingIsAwaitedWhileTheDaemonOwesAnAnswer() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.requestEnded(at: at(1))
        #expect(deadlines.verdict(at: at(9999)) == .rest)
        deadlines.answerBegan()
        deadlines.answerEnded(at: at(10_000))
        #expect(deadlines.deadline == at(10_060))
        #expect(deadlines.verdict(at: at(10_060)) == .close)
    }

    @Test func aTimeoutIsNotSaidIntoAnotherAnswer() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.requestEnded(at: at(0))
        deadlines.bytesCame(at: at(1))
        #expect(deadlines.verdict(at: at(11)) == .close, "the first request is not answered yet")

        var streaming = ConnectionDeadlines(limits: limits, connectedAt: start)
        streaming.bytesCame(at: at(0))
        streaming.headerEnded(at: at(0))
        streaming.answerBegan()
        #expect(streaming.verdict(at: at(30)) == .close, "its own answer has begun")
    }

    @Test func anAnswerBeforeTheEndOfTheBodyLeavesAMomentToReadIt() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.answerBegan()
        deadlines.answerEnded(at: at(3))
        deadlines.bodyCame(bytes: 1_000_000, at: at(4))
        #expect(deadlines.deadline == at(5))
        #expect(deadlines.verdict(at: at(5)) == .close)
    }

    @Test func aClientThatTakesNothingIsGivenUp() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.requestEnded(at: at(0))
        deadlines.answerBegan()
        deadlines.clientTakesBytes(false, at: at(10))
        deadlines.clientTakesBytes(false, at: at(20))
        #expect(deadlines.verdict(at: at(20)) == .wait(until: at(130)))
        deadlines.clientTakesBytes(true, at: at(30))
        #expect(deadlines.verdict(at: at(200)) == .rest)
    }

    @Test func aShutdownEndsEveryConnection() {
        var deadlines = ConnectionDeadlines(limits: limits, connectedAt: start)
        deadlines.bytesCame(at: at(0))
        deadlines.headerEnded(at: at(0))
        deadlines.requestEnded(at: at(0))
        deadlines.shutdownBegan(at: at(7))
        #expect(deadlines.verdict(at: at(8)) == .wait(until: at(27)))
        #expect(deadlines.verdict(at: at(27)) == .close)
    }
}
