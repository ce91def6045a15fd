/// Endpoints that have not taken offers of a request: whoever else is there would not hear of it either.
///
/// A robot that is held back, or a group whose platform is down, would otherwise be given one member after the other, and
/// meanwhile nobody would be asked who can be reached.
struct UnheardEndpoints {
    /// Offers at one endpoint that wait to be taken before no more go there, though there is nobody else.
    private static let offerLimit = 10

    private let offerCounts: [Int64: Int]
    private var limit = 1

    init(_ offerCounts: [Int64: Int]) {
        self.offerCounts = offerCounts
    }

    /// Whether an offer to this member may get through, as far as is known.
    func mayHear(_ member: Member, _ roster: Roster) -> Bool {
        guard !offerCounts.isEmpty, let endpoint = roster.endpointID(of: member) else { return true }
        return offerCounts[endpoint, default: 0] < limit
    }

    /// Nobody else is left: lets in those whose endpoint has taken nothing, as long as not many wait there.
    ///
    /// - Returns: Whether that changes anything.
    mutating func relax() -> Bool {
        guard !offerCounts.isEmpty, limit < Self.offerLimit else { return false }
        limit = Self.offerLimit
        return true
    }
}

extension Board {
    /// Where offers of this request wait to be taken that ought to have been by now.
    func unheardEndpoints(of request: HelpRequest) -> UnheardEndpoints {
        var counts: [Int64: Int] = [:]
        for offer in request.offers where offer.isUnreached {
            guard let endpoint = roster.member(offer.memberID).flatMap({ roster.endpointID(of: $0) }) else { continue }
            counts[endpoint, default: 0] += 1
        }
        return UnheardEndpoints(counts)
    }
}
