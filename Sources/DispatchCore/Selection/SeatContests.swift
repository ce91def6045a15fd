/// The seats that compete at one moment, over all requests that are looked at together, and whose alert goes next.
///
/// The largest gain goes first; of one request the seat for which there are fewest. Seats that ask for the same of one
/// request share their candidates, and what is best for a seat is worked out only when it is its turn, so an alert costs
/// by the requests and not by all their seats.
struct SeatContests {
    /// The seats of one request.
    private struct Group {
        let requestID: RequestID
        var contests: [Int] = []
        /// The seat that goes next; nil when none wants anybody or that is not known.
        var leader: Int?
        var isKnown = false
    }

    private(set) var all: [SeatContest] = []
    private var groups: [Group] = []
    private var groupOfRequest: [RequestID: Int] = [:]
    /// For each search: where its members stand in it, and the contests that took what it found.
    private var searches: [(positions: [MemberID: Int], contests: [Int])] = []

    mutating func append(_ contest: SeatContest) {
        let id = contest.request.id
        let group = groupOfRequest[id] ?? groups.count
        if group == groups.count {
            groupOfRequest[id] = group
            groups.append(Group(requestID: id))
        }
        groups[group].contests.append(all.count)
        all.append(contest)
    }

    /// Gives the same candidates to several contests.
    mutating func give(_ candidates: [SeatContest.Candidate], to contests: [Int]) {
        var positions: [MemberID: Int] = [:]
        for (position, candidate) in candidates.enumerated() { positions[candidate.approach.memberID] = position }
        for contest in contests { all[contest].take(candidates) }
        searches.append((positions, contests))
    }

    /// The seat whose best alert goes next, and that alert; nil when none is worth it.
    ///
    /// - Parameter only: Looks at the seats of this request alone.
    mutating func next(
        of only: RequestID? = nil,
        within budget: inout WorkBudget
    ) -> (contest: Int, choice: SeatContest.Choice)? {
        var best: (contest: Int, choice: SeatContest.Choice)?
        for group in groups.indices where only == nil || groups[group].requestID == only {
            guard let contest = leader(of: group, within: &budget),
                let choice = all[contest].best(within: &budget)
            else { continue }
            guard let other = best else {
                best = (contest, choice)
                continue
            }
            let (id, otherID) = (groups[group].requestID, all[other.contest].request.id)
            if (choice.weight, otherID) > (other.choice.weight, id) { best = (contest, choice) }
        }
        return best
    }

    /// Of one request the scarcest seat that still wants somebody goes first.
    private mutating func leader(of group: Int, within budget: inout WorkBudget) -> Int? {
        if groups[group].isKnown { return groups[group].leader }
        groups[group].isKnown = true
        var candidates = groups[group].contests.filter { all[$0].mayWantMore }
        candidates.sort { (all[$0].candidateCount, $0) < (all[$1].candidateCount, $1) }
        groups[group].leader = nil
        for contest in candidates where all[contest].best(within: &budget) != nil {
            groups[group].leader = contest
            break
        }
        return groups[group].leader
    }

    /// Somebody is alerted for this seat: they can be alerted no more, for any.
    mutating func alerted(_ id: MemberID, _ prospect: Prospect, for contest: Int) {
        all[contest].alerted(prospect)
        if let group = groupOfRequest[all[contest].request.id] { groups[group].isKnown = false }
        for search in searches {
            guard let position = search.positions[id] else { continue }
            for contest in search.contests {
                all[contest].lose(position)
                if let group = groupOfRequest[all[contest].request.id] { groups[group].isKnown = false }
            }
        }
    }
}
