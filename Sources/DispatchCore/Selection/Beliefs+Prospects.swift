import Glibc

/// Who may come, and when, as the rule sees them.
extension Beliefs {
    /// The share of those who come who do not say when they set out.
    private static let silentDepartures = 0.25
    /// Nobody is further off than this when they have long been due: they may be there any moment, or never.
    private static let leastRemainingSeconds = 30.0

    /// Somebody who could be asked now.
    package func candidate(history: MemberHistory, travelSeconds: Double) -> Prospect {
        asked(acceptance: acceptance(of: history), waitedSeconds: 0, travelSeconds: travelSeconds)
    }

    /// Somebody whose offer was delivered so long ago, or is on its way, and who has not answered.
    ///
    /// q = p(1−F(τ)) / (p(1−F(τ)) + (1−p)(1−d·F(τ))) · (1−n): the longer the silence, the less likely a yes; but as d of
    /// the others would have said no, less so than if nobody ever did.
    package func asked(acceptance: Double, waitedSeconds: Double, travelSeconds: Double) -> Prospect {
        let answered = answer.chance(within: waitedSeconds)
        let yes = acceptance * (1 - answered)
        let others = (1 - acceptance) * (1 - declineShare * answered)
        let leavings = waitedSeconds > 0 ? Self.leavings(answer, turnout, after: waitedSeconds) : firstLeavings
        return Prospect(
            chance: yes / (yes + others) * (1 - noShow),
            arrivals: leavings.map { $0 + travelSeconds }
        )
    }

    /// Answer and turnout together, three equally likely points; only the mean of what is left of the answer changes
    /// with the wait.
    static func leavings(_ answer: LogNormal, _ turnout: LogNormal, after waitedSeconds: Double) -> [Double] {
        LogNormal(
            meanSeconds: answer.meanRemainingSeconds(after: waitedSeconds) + turnout.meanSeconds,
            variance: answer.variance + turnout.variance
        ).thirds()
    }

    /// Somebody who accepted so long ago and has not set out as far as anybody knows.
    ///
    /// By Bayes: of those who come, the ones who had set out by now would mostly have said so.
    package func accepted(secondsAgo elapsed: Double, travelSeconds: Double) -> Prospect {
        let settingOut = 1 - turnout.chance(within: elapsed)
        let unheard = settingOut + (1 - settingOut) * Self.silentDepartures
        let coming = (1 - noShow) * unheard
        return Prospect(
            chance: coming / (coming + noShow),
            arrivals: turnout.thirds(after: elapsed).map {
                max($0 - elapsed + travelSeconds, Self.leastRemainingSeconds)
            }
        )
    }

    /// Somebody who set out so long ago: they come, but when they are overdue less and less surely.
    package func enRoute(secondsAgo elapsed: Double, travelSeconds: Double) -> Prospect {
        let travel = LogNormal(medianSeconds: max(travelSeconds, 1), sigma: Self.travelSigma)
        let coming = (1 - Self.lostOnTheWay) * max(1 - travel.chance(within: elapsed), Self.leastOfOverdue)
        return Prospect(
            chance: coming / (coming + Self.lostOnTheWay),
            arrivals: travel.thirds(after: elapsed).map { max($0 - elapsed, 0) }
        )
    }

    /// The share of those who set out who never come.
    private static let lostOnTheWay = 0.02
    /// However overdue somebody is, they may have been there for long and have said nothing.
    private static let leastOfOverdue = 0.01
}
