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

    /// Alerts for one seat in one go; the rest follows at the next look.
    private static let alertLimit = 100
    /// Nobody more is alerted for a seat for which so many may come: what the next one adds is beyond reckoning. Where a
    /// request has many seats there are fewer for each, see ``HelpRequest/prospectLimit``.
    private static let prospectLimit = 400
    private static let leastProspectLimit = 20

    let request: HelpRequest
    let seat: Seat
    let rule: ValueRule
    /// Nobody has been asked for the seat in its present round.
    let isNew: Bool
    /// There is an offer of which nothing says yet that others must be asked in its place.
    let isAwaited: Bool
    /// Nobody else is asked while the household's contacts have their head start.
    let awaitsContacts: Bool
    private let prospectLimit: Int
    /// Those who are going or were asked before, and those alerted now.
    private(set) var prospects: [Prospect]
    /// Alerts made now.
    private(set) var alertCount = 0
    /// The next rank of an offer for this seat.
    private(set) var rank: Int
    /// Those who could be alerted, in the order of expected arrival.
    private var candidates: [Candidate] = []
    /// By position: who can be alerted no more.
    private var isLost: [Bool] = []
    private(set) var candidateCount = 0
    /// The best alert as it was found last; its candidate may be lost since.
    private var choice: Choice?
    private var isChosen = true

    init(_ picture: SeatPicture, _ parts: RequestParts, rule: ValueRule, awaitsContacts: Bool) {
        request = picture.request
        seat = picture.seat
        self.rule = rule
        isNew = parts.isNew(picture.seat)
        isAwaited = picture.asked.contains { $0.offer.isAwaited }
        self.awaitsContacts = awaitsContacts
        let share = HelpRequest.prospectLimit / max(picture.request.seats.count, 1)
        prospectLimit = min(Self.prospectLimit, max(Self.leastProspectLimit, share))
        prospects = picture.prospects
        rank = parts.offerCount(of: picture.seat)
    }

    /// Nobody is known who may come with a chance worth the name.
    var isSilent: Bool { Self.isSilent(prospects) }

    static func isSilent(_ prospects: [Prospect]) -> Bool {
        prospects.reduce(1) { $0 * (1 - $1.chance) } > 1 - ValueRule.negligibleChance
    }

    /// It has had all the alerts that one look may make.
    var isAtLimit: Bool { alertCount >= Self.alertLimit || prospects.count >= prospectLimit }

    /// Somebody might be alerted still: what is best is not worked out yet, or is worth an alert.
    var mayWantMore: Bool { !isAtLimit && !awaitsContacts && candidateCount > 0 && (!isChosen || choice != nil) }

    /// Takes those who could be alerted.
    mutating func take(_ candidates: [Candidate]) {
        self.candidates = candidates
        isLost = Array(repeating: false, count: candidates.count)
        candidateCount = candidates.count
        isChosen = false
    }

    /// This one is alerted.
    mutating func alerted(_ prospect: Prospect) {
        prospects.append(prospect)
        alertCount += 1
        rank += 1
        isChosen = false
    }

    /// The candidate at this position can be alerted no more.
    mutating func lose(_ position: Int) {
        guard candidates.indices.contains(position), !isLost[position] else { return }
        isLost[position] = true
        candidateCount -= 1
        // Without them nobody becomes better than they were, so whoever has nobody left to alert stays so.
        if choice?.candidate.approach.memberID == candidates[position].approach.memberID { isChosen = false }
    }

    /// The best alert; nil when none is worth it.
    mutating func best(within budget: inout WorkBudget) -> Choice? {
        if !isChosen { choose(within: &budget) }
        return choice
    }

    /// Finds the best alert, or that none is worth it.
    ///
    /// While nobody may come at all somebody is alerted whatever the gain, the horizon doubling until it is worth it.
    private mutating func choose(within budget: inout WorkBudget) {
        isChosen = true
        choice = nil
        guard !awaitsContacts, candidateCount > 0 else { return }
        var horizon = Double(rule.horizonSeconds)
        for _ in 0...(isSilent ? ValueRule.horizonDoublings : 0) {
            let forecast = ArrivalForecast(prospects, horizonSeconds: horizon)
            budget.spend(candidateCount + prospects.count * prospects.count / WorkBudget.Cost.productsPerUnit)
            var found: (candidate: Candidate, gain: Double)?
            // In the order of expected arrival, so among equals the one who is there first.
            for (position, candidate) in candidates.enumerated() where !isLost[position] {
                let gain = forecast.gain(of: candidate.prospect)
                if gain - candidate.costSeconds > found.map({ $0.gain - $0.candidate.costSeconds }) ?? -.infinity {
                    found = (candidate, gain)
                }
            }
            guard let found else { return }
            if found.gain >= found.candidate.costSeconds || isSilent {
                choice = Choice(
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
