/// One seat that competes for members at one moment: who may come so far, and who could be alerted beside them.
struct SeatContest {
    struct Candidate {
        let approach: Roster.Approach
        let prospect: Prospect
        let usualAcceptance: Double
        /// What an alert to them must be worth, in seconds.
        let costSeconds: Double
    }

    struct Choice {
        let candidate: Candidate
        let gainSeconds: Double
        /// The gain as a multiple of what an alert must be worth, for comparing requests of different urgency.
        let weight: Double
    }

    let request: HelpRequest
    let seat: Seat
    let rule: ValueRule
    /// Nobody else is asked while the household's contacts have their head start.
    let awaitsContacts: Bool
    /// Those who are going or were asked before, and those alerted now.
    private(set) var prospects: [Prospect]
    /// Alerts made now.
    private(set) var alertCount = 0
    /// The next rank of an offer for this seat.
    private(set) var rank: Int
    private var candidates: [Candidate] = []
    private(set) var best: Choice?

    init(_ picture: SeatPicture, rule: ValueRule, awaitsContacts: Bool) {
        request = picture.request
        seat = picture.seat
        self.rule = rule
        self.awaitsContacts = awaitsContacts
        prospects = picture.prospects
        rank = picture.request.offers.count { $0.seatID == picture.seat.id && $0.round == picture.seat.round }
    }

    /// Nobody is known who may come with a chance worth the name.
    var isSilent: Bool { Self.isSilent(prospects) }

    static func isSilent(_ prospects: [Prospect]) -> Bool {
        prospects.reduce(1) { $0 * (1 - $1.chance) } > 1 - ValueRule.negligibleChance
    }

    var candidateCount: Int { candidates.count }

    /// Takes those who could be alerted and finds the best of them.
    mutating func take(_ candidates: [Candidate]) {
        self.candidates = candidates
        choose()
    }

    /// This one is alerted.
    mutating func alerted(_ prospect: Prospect) {
        prospects.append(prospect)
        alertCount += 1
        rank += 1
    }

    /// This member can be alerted no more.
    mutating func lose(_ id: MemberID) {
        candidates.removeAll { $0.approach.memberID == id }
        if best?.candidate.approach.memberID == id { choose() }
    }

    /// Finds the best alert, or that none is worth it.
    ///
    /// While nobody may come at all somebody is alerted whatever the gain, the horizon doubling until it is worth it.
    mutating func choose() {
        best = nil
        guard !awaitsContacts, !candidates.isEmpty else { return }
        var horizon = Double(rule.horizonSeconds)
        for _ in 0...(isSilent ? ValueRule.horizonDoublings : 0) {
            let forecast = ArrivalForecast(prospects, horizonSeconds: horizon)
            var found: (candidate: Candidate, gain: Double)?
            // In the order of expected arrival, so among equals the one who is there first.
            for candidate in candidates {
                let gain = forecast.gain(of: candidate.prospect)
                if gain - candidate.costSeconds > found.map({ $0.gain - $0.candidate.costSeconds }) ?? -.infinity {
                    found = (candidate, gain)
                }
            }
            guard let found else { return }
            if found.gain >= found.candidate.costSeconds || isSilent {
                best = Choice(
                    candidate: found.candidate,
                    gainSeconds: found.gain,
                    weight: found.gain / max(rule.worth(request.urgency).alertSeconds, 0.001)
                )
            }
            if found.gain >= found.candidate.costSeconds { return }
            horizon *= 2
        }
    }
}
