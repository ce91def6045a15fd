/// A request's offers and assignments by seat, put in order once for all that is asked about its seats.
struct RequestParts {
    /// Offers that may still be answered with yes.
    private let pending: [SeatID: [Offer]]
    private let live: [SeatID: [Assignment]]
    /// Offers of each seat's present round.
    private let offerCounts: [SeatID: Int]
    /// Offers by which somebody was asked for each seat in its present round.
    private let asked: [SeatID: [Offer]]
    /// Members who may not be asked again.
    private let spent: Set<MemberID>
    let count: Int

    init(_ request: HelpRequest) {
        let rounds = Dictionary(request.seats.map { ($0.id, $0.round) }) { first, _ in first }
        var pending: [SeatID: [Offer]] = [:]
        var offerCounts: [SeatID: Int] = [:]
        var asked: [SeatID: [Offer]] = [:]
        var spent: Set<MemberID> = []
        for offer in request.offers {
            if offer.state == .pending { pending[offer.seatID, default: []].append(offer) }
            if !request.mayAskAgain(after: offer) { spent.insert(offer.memberID) }
            guard rounds[offer.seatID] == offer.round else { continue }
            offerCounts[offer.seatID, default: 0] += 1
            if offer.reason.isAsking { asked[offer.seatID, default: []].append(offer) }
        }
        self.pending = pending
        self.offerCounts = offerCounts
        self.asked = asked
        self.spent = spent
        live = Dictionary(grouping: request.assignments.filter(\.state.isLive), by: \.seatID)
        count = request.offers.count + request.assignments.count
    }

    func pendingOffers(for seat: Seat) -> [Offer] { pending[seat.id] ?? [] }
    func liveAssignments(on seat: Seat) -> [Assignment] { live[seat.id] ?? [] }
    func offerCount(of seat: Seat) -> Int { offerCounts[seat.id] ?? 0 }
    func askingOffers(for seat: Seat) -> [Offer] { asked[seat.id] ?? [] }
    func isNew(_ seat: Seat) -> Bool { asked[seat.id] == nil }
    func mayAsk(_ id: MemberID) -> Bool { !spent.contains(id) }
}
