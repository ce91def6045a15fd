/// What becomes of a request's seats.
extension HelpRequest {
    /// Seats for which somebody is wanted, now or from a time in the future on.
    package var openSeatCount: Int { endedAt == nil ? seats.count { $0.state == .open } : 0 }

    mutating func setSeat(_ id: SeatID, to state: Seat.State) {
        guard let position = seats.firstIndex(where: { $0.id == id }) else { return }
        seats[position].state = state
    }

    mutating func fill(_ id: SeatID) {
        setSeat(id, to: .filled)
        endUnansweredIfAsking()
    }

    /// A request stays unanswered while one of its empty seats has nobody who might still say yes, whatever the others
    /// have.
    mutating func endUnansweredIfAsking() {
        for seat in seats where seat.state == .open {
            guard offers.contains(where: { $0.seatID == seat.id && $0.isAwaited }) else { return }
        }
        unansweredAt = nil
    }

    mutating func reopenSeat(_ id: SeatID) {
        guard seat(id)?.state == .filled else { return }
        openAnew(id)
    }

    /// A new round: whom an earlier one left waiting does not count as asked in this one.
    mutating func openAnew(_ id: SeatID) {
        guard let position = seats.firstIndex(where: { $0.id == id }) else { return }
        seats[position].state = .open
        // A checkpoint may say any number.
        if seats[position].round < .max { seats[position].round += 1 }
    }

    /// Whether nobody has been asked for the seat in its present round.
    func isNew(_ seat: Seat) -> Bool {
        offers.allSatisfy { $0.seatID != seat.id || $0.round != seat.round || !$0.reason.isAsking }
    }
}
