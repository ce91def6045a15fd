package import Geospatial

/// What follows from a command: events to record, notices to send, an answer for the caller.
package struct Decision: Sendable {
    /// What to tell the caller, beyond that it was done.
    package enum Outcome: Equatable, Sendable {
        case done
        /// A request was opened, or had been with the same key.
        case opened(RequestID, similar: [RequestID], isRepeat: Bool)
        /// An answer or step was taken, or had been.
        case taken(RequestID, OfferID)
        /// A member whom an operator chose was asked, or had been.
        case asked(RequestID, OfferID)
        /// A member said yes, which is recorded, and others are enough already.
        case covered(RequestID, OfferID)
        /// A desk has the request in hand, or had.
        case reportedIn(RequestID, WhistleID)
        /// What says who called is to be erased of these requests, all of them over.
        case erased([RequestID])
    }

    package var events: [Event] = []
    package var notices: [Notice] = []
    /// Offers whose notice is pointless by now, unless it is already on its way.
    package var cancelledNotices: [OfferID] = []
    /// Where members say they are; not journaled.
    package var moves: [Move] = []
    package var outcome: Outcome = .done

    package struct Move: Equatable, Sendable {
        package let memberID: MemberID
        /// nil: at home.
        package let position: Coordinate?
    }

    package init(
        events: [Event] = [],
        notices: [Notice] = [],
        cancelledNotices: [OfferID] = [],
        moves: [Move] = [],
        outcome: Outcome = .done
    ) {
        self.events = events
        self.notices = notices
        self.cancelledNotices = cancelledNotices
        self.moves = moves
        self.outcome = outcome
    }

    /// Adds what follows from `later`; the outcome stays.
    package mutating func append(_ later: Decision) {
        events += later.events
        notices += later.notices
        cancelledNotices += later.cancelledNotices
        moves += later.moves
    }

    /// Whether it withdraws this offer.
    func withdraws(_ id: OfferID) -> Bool {
        events.contains { event in
            if case .offerWithdrawn(let withdrawn) = event { withdrawn.offerID == id } else { false }
        }
    }
}
