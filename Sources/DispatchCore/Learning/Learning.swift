import Glibc

/// What a county has learned of its members together, from what the journal tells.
///
/// It is part of the board: `apply` updates it, the tables hold it, and a replay of the journal arrives at the same
/// numbers. Every number forgets with a half-life, so that last year counts for less than last week.
package struct Learning: Equatable, Codable, Sendable {
    /// After so many days an observation counts half.
    package static let halfLifeDays = 90.0
    /// Times that are learned from lie within these bounds, in seconds: somebody who forgot a button tells nothing.
    static let answerRange = 1.0...7_200.0
    static let turnoutRange = 5.0...3_600.0
    /// Ratios of real to expected speed that are learned from.
    static let paceRange = 0.1...10.0

    /// By local hour of the day, 0 to 23: accepts against the accepts that were expected of those who were asked.
    ///
    /// Compared with what was expected, and not with the number of offers: those who are asked are the likelier ones.
    package internal(set) var acceptanceByHour = [Tally](repeating: Tally(), count: 24)
    /// Those who never came out of those who accepted.
    package internal(set) var noShow = Tally()
    /// Logarithms of seconds from delivery to the accept.
    package internal(set) var answer = Spread()
    /// Logarithms of seconds from the accept to setting out.
    package internal(set) var turnout = Spread()
    /// By means of travel, in the order of `Transport.allCases`: logarithms of real by expected speed.
    package internal(set) var pace = [Spread](repeating: Spread(), count: Transport.allCases.count)

    package init() {}

    package init(acceptanceByHour: [Tally], noShow: Tally, answer: Spread, turnout: Spread, pace: [Spread]) {
        self.acceptanceByHour = Array((acceptanceByHour + self.acceptanceByHour).prefix(24))
        self.noShow = noShow
        self.answer = answer
        self.turnout = turnout
        self.pace = Array((pace + self.pace).prefix(Transport.allCases.count))
    }

    /// Has as many of each as there are hours and means of travel, whatever was stored.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            acceptanceByHour: try container.decode([Tally].self, forKey: .acceptanceByHour),
            noShow: try container.decode(Tally.self, forKey: .noShow),
            answer: try container.decode(Spread.self, forKey: .answer),
            turnout: try container.decode(Spread.self, forKey: .turnout),
            pace: try container.decode([Spread].self, forKey: .pace)
        )
    }

    /// How long members take from the delivery to a yes.
    func answerTimes(priors: Priors, at now: Timestamp) -> LogNormal {
        let estimate = answer.estimate(
            priorMean: log(priors.answerMedianSeconds),
            priorSigma: priors.answerSigma,
            priorWeight: priors.countyWeight,
            at: now
        )
        return LogNormal(mu: estimate.mean, sigma: estimate.sigma)
    }

    /// What is left of an observation's weight after some time.
    static func weight(of then: Timestamp, at now: Timestamp) -> Double {
        let days = max(0, now.seconds(since: then)) / 86_400
        return exp2(-days / halfLifeDays)
    }
}
