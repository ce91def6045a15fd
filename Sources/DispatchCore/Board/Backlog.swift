import HeapModule

/// Requests that wait to be weighed, and which of them goes next.
///
/// Usually all of them are weighed in the turn in which they come up. When more waits than a turn can do, what is new goes
/// first, then by turns what is most urgent and what has waited longest, so that nobody waits for ever.
struct Backlog: Sendable {
    /// Seats of one request that are weighed in one go; the others follow when it is its turn again.
    static let seatsInOneGo = 20
    /// What is new may take this part of a turn, in quarters, while others wait.
    private static let quartersForNew = 3
    /// Entries of a queue that may hold no more.
    private static let staleLimit = 1_024

    /// Some seats of a request that are to be weighed now.
    struct Portion: Sendable {
        let requestID: RequestID
        /// nil for all of its seats.
        let seats: [SeatID]?
    }

    private struct Waiting: Sendable {
        /// Since when, for the next deadline.
        let since: Timestamp
        /// Its place in the order of coming; it changes when a part of its seats has been weighed.
        var sequence: Int
        var rank: Int
        /// The turn in which it was opened; nil once a part of it has been weighed, and for what is not new.
        var newInTurn: Int?
        /// Seats that are left in this round; nil for all.
        var seats: [SeatID]?
        /// Something happened to it since the round began: there will be another one.
        var isChanged = false
        /// A seat that was weighed in this round wants more members than there are.
        var isShort = false
    }

    private struct Entry: Comparable, Sendable {
        /// The turn, negative, of what is new, so that the newest goes first; else 0.
        let turn: Int
        /// The rank of the urgency, or 0 where only the order counts; the lowest goes first.
        let rank: Int
        let sequence: Int
        let requestID: RequestID

        static func < (left: Self, right: Self) -> Bool {
            (left.turn, left.rank, left.sequence) < (right.turn, right.rank, right.sequence)
        }
    }

    private var waiting: [RequestID: Waiting] = [:]
    private var nextSequence = 0
    private var turn = 0
    /// What is new: what the latest turn brought first, and of one turn the most urgent.
    private var fresh = Heap<Entry>()
    private var byUrgency = Heap<Entry>()
    private var byAge = Heap<Entry>()

    var isEmpty: Bool { waiting.isEmpty }
    var count: Int { waiting.count }

    /// Since when the longest waiting has waited.
    var since: Timestamp? { byAge.min.flatMap { waiting[$0.requestID]?.since } }

    func contains(_ id: RequestID) -> Bool { waiting[id] != nil }

    /// What is new from now on comes before what was new before.
    mutating func beginTurn() { turn += 1 }

    /// Something is to be done about a request; in a round that has begun it is done once more afterwards.
    mutating func add(_ id: RequestID, rank: Int, isNew: Bool, at now: Timestamp) {
        if var known = waiting[id] {
            known.isChanged = known.isChanged || known.seats != nil
            let hasOtherRank = known.rank != rank
            known.rank = rank
            waiting[id] = known
            if hasOtherRank { enter(id, known) }
            return
        }
        let new = Waiting(since: now, sequence: takeSequence(), rank: rank, newInTurn: isNew ? turn : nil)
        waiting[id] = new
        enter(id, new)
    }

    mutating func remove(_ id: RequestID) {
        waiting[id] = nil
        dropStale()
    }

    /// What is weighed now, within so many units by `cost`, in the order in which it is to be done.
    ///
    /// What is drawn goes on waiting until it is ``settle``d.
    mutating func draw(
        within units: Int?,
        cost: (_ id: RequestID, _ seats: [SeatID]?) -> (seats: [SeatID], units: Int)
    ) -> [Portion] {
        guard let units else {
            return waiting.sorted { $0.value.sequence < $1.value.sequence }
                .map { Portion(requestID: $0.key, seats: $0.value.seats) }
        }
        var drawn: [Portion] = []
        var taken: Set<RequestID> = []
        var isWhole = true
        var left = units
        func take(_ id: RequestID) {
            let rest = waiting[id]?.seats
            let all = cost(id, rest)
            let seats = Array(all.seats.prefix(Self.seatsInOneGo))
            isWhole = isWhole && rest == nil && seats.count == all.seats.count
            left -= seats.count == all.seats.count ? all.units : cost(id, seats).units
            drawn.append(Portion(requestID: id, seats: seats))
            taken.insert(id)
        }
        let leftForOthers = units - units / 4 * Self.quartersForNew
        func isOther(_ waiting: Waiting, _ id: RequestID) -> Bool { !taken.contains(id) }
        func isNew(_ waiting: Waiting, _ id: RequestID) -> Bool { waiting.newInTurn != nil && !taken.contains(id) }
        if let newest = Self.pop(&fresh, isRanked: true, waiting, isNew) { take(newest) }
        // In every turn one of those that have waited longest, however much is new.
        if let oldest = Self.pop(&byAge, isRanked: false, waiting, isOther) { take(oldest) }
        while left > leftForOthers, let new = Self.pop(&fresh, isRanked: true, waiting, isNew) { take(new) }
        var isByAge = false
        while left > 0 {
            let next =
                isByAge
                ? Self.pop(&byAge, isRanked: false, waiting, isOther)
                : Self.pop(&byUrgency, isRanked: true, waiting, isOther)
            guard let next else { break }
            isByAge.toggle()
            take(next)
        }
        isWhole = isWhole && taken.count == waiting.count
        // What was drawn stays in the queues until it is settled.
        for portion in drawn { if let known = waiting[portion.requestID] { enter(portion.requestID, known) } }
        guard isWhole else { return drawn }
        return drawn.sorted { (waiting[$0.requestID]?.sequence ?? 0) < (waiting[$1.requestID]?.sequence ?? 0) }
            .map { Portion(requestID: $0.requestID, seats: nil) }
    }

    /// A portion is done, but for some of its seats.
    ///
    /// - Returns: Whether the request wants more members than there are, once its round is over; nil while it goes on.
    mutating func settle(
        _ portion: Portion,
        ofSeats all: [SeatID],
        unfinished: [SeatID],
        isShort: Bool,
        at now: Timestamp
    ) -> Bool? {
        guard var known = waiting[portion.requestID] else { return isShort }
        known.isShort = known.isShort || isShort
        let drawn = Set(portion.seats ?? all)
        // Those that were not reached come before those that want still more.
        let left = (known.seats ?? all).filter { !drawn.contains($0) } + unfinished
        if left.isEmpty {
            waiting[portion.requestID] = nil
            dropStale()
            if known.isChanged {
                add(portion.requestID, rank: known.rank, isNew: false, at: now)
            }
            return known.isShort
        }
        known.seats = left
        known.newInTurn = nil
        known.sequence = takeSequence()
        waiting[portion.requestID] = known
        enter(portion.requestID, known)
        return nil
    }

    // MARK: The queues

    private mutating func takeSequence() -> Int {
        nextSequence += 1
        return nextSequence
    }

    private mutating func enter(_ id: RequestID, _ known: Waiting) {
        func entry(turn: Int = 0, rank: Int) -> Entry {
            Entry(turn: turn, rank: rank, sequence: known.sequence, requestID: id)
        }
        if let turn = known.newInTurn { fresh.insert(entry(turn: -turn, rank: known.rank)) }
        byUrgency.insert(entry(rank: known.rank))
        byAge.insert(entry(rank: 0))
        dropStale()
    }

    /// Takes the first that still waits as the entry says and that is wanted.
    private static func pop(
        _ queue: inout Heap<Entry>,
        isRanked: Bool,
        _ waiting: [RequestID: Waiting],
        _ isWanted: (Waiting, RequestID) -> Bool
    ) -> RequestID? {
        while let entry = queue.popMin() {
            guard let known = waiting[entry.requestID], known.sequence == entry.sequence,
                !isRanked || entry.rank == known.rank, isWanted(known, entry.requestID)
            else { continue }
            return entry.requestID
        }
        return nil
    }

    private mutating func dropStale() {
        while let first = byAge.min, waiting[first.requestID]?.sequence != first.sequence { byAge.removeMin() }
        // Entries that hold no more leave the other queues when they come up; before too many gather, these are made anew.
        guard byUrgency.count > 4 * waiting.count + Self.staleLimit else { return }
        fresh = Heap()
        byUrgency = Heap()
        byAge = Heap()
        for (id, known) in waiting.sorted(by: { $0.value.sequence < $1.value.sequence }) { enter(id, known) }
    }
}
