/// Why the rules forbid what was asked. Nothing has changed.
package enum Refusal: Error, Equatable, Sendable {
    case unknownRequest
    case unknownOffer
    case unknownMember(MemberID)
    case unknownSeat(allowed: [SeatID])
    case unknownCategory(String, allowed: [String])
    case unknownVillage(String)
    case scheduledWithoutTime
    case scheduledInThePast
    /// A time was given for a request that is not scheduled.
    case timeWithoutScheduled(Urgency)
    /// The key was used for another body.
    case idempotencyConflict
    /// Somebody else holds the seat, or it is not needed any more.
    case alreadyCovered
    case offerExpired
    case offerWithdrawn
    case requestCancelled
    case requestOver(HelpRequest.State)
    /// The step cannot follow the present state; `allowed` can.
    case outOfOrder(allowed: [String])
    case notCleared(HelpRequest.State)
    /// They can take no further assignment; `numbers` are those of the requests they are on.
    case memberBusy(MemberID, numbers: [Int])
    case seatTaken(MemberID?)
    /// The seats that are left need what the member cannot do.
    case capabilityMissing([String])
    case tooManyOpenRequests(limit: Int)
    case tooManySeats(limit: Int)
    /// An integrator asks for more seats of its own in one request than it may.
    case tooManySeatsAtOnce(asked: Int, limit: Int)
    /// An integrator asks for seats of its own, and as many as may stand open do so already.
    case tooManyOpenSeats(OpenSeats)
    /// Only what is over can be reopened.
    case requestNotOver(HelpRequest.State)
    /// A request becomes scheduled by being opened so, not later.
    case cannotBeScheduled
    /// Every seat has somebody, so no desk is called upon.
    case nothingToEscalate
    /// The highest desk has been called already.
    case ladderExhausted
    /// No desk has been called upon that could report in.
    case noDeskCalled
    /// Nobody is forgotten who is part of a request that is not over.
    case partOfOpenRequests([OpenCase])

    package struct OpenCase: Equatable, Sendable {
        package let id: RequestID
        package let number: Int

        package init(id: RequestID, number: Int) {
            self.id = id
            self.number = number
        }
    }

    package struct OpenSeats: Equatable, Sendable {
        package enum Scope: Sendable {
            /// What this token opened.
            case token
            /// What all integrators of the county opened.
            case integrators
        }

        package let scope: Scope
        package let asked: Int
        package let open: Int
        package let limit: Int

        package init(scope: Scope, asked: Int, open: Int, limit: Int) {
            self.scope = scope
            self.asked = asked
            self.open = open
            self.limit = limit
        }
    }
}
