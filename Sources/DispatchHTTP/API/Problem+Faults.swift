import CurlTransport
import DispatchCore
import DispatchService
import DispatchWire

/// What refusals and faults of the service mean to a client.
extension Problem {
    /// How long a client is told to wait when the daemon is busy for the moment.
    private static let busyRetrySeconds = 1
    /// The same when somebody has to mend something first.
    private static let outageRetrySeconds = 30

    init(failure: SubmissionFailure) {
        switch failure {
        case .refused(let refusal):
            self.init(refusal: refusal)
        case .queueFull(let limit):
            self.init(
                .queueFull,
                detail: "\(limit) calls wait already.",
                retryAfterSeconds: Self.busyRetrySeconds
            )
        case .diskFull:
            self.init(.diskFull, retryAfterSeconds: Self.outageRetrySeconds)
        case .storeFailed:
            self.init(.storeFailed, retryAfterSeconds: Self.busyRetrySeconds)
        case .shuttingDown:
            self.init(.shuttingDown, retryAfterSeconds: Self.busyRetrySeconds)
        }
    }

    /// Work that did not come back, or never began.
    init(blocked fault: BlockingFault) {
        switch fault.reason {
        case .late:
            self.init(.notAnswering, detail: Self.sentence(fault), retryAfterSeconds: Self.outageRetrySeconds)
        case .crowded where fault.hung > 0:
            self.init(.notAnswering, detail: Self.sentence(fault), retryAfterSeconds: Self.outageRetrySeconds)
        case .crowded:
            self.init(.queueFull, detail: Self.sentence(fault), retryAfterSeconds: Self.busyRetrySeconds)
        case .noThread:
            self.init(.noThread, detail: Self.sentence(fault), retryAfterSeconds: Self.outageRetrySeconds)
        }
    }

    private static func sentence(_ fault: BlockingFault) -> String {
        let text = fault.description
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    init(refusal: Refusal) {
        switch refusal {
        case .unknownRequest:
            self.init(
                .notFound,
                detail: "There is no such request, it is long over, or it cannot be read: then close or cancel it."
            )
        case .unknownOffer: self.init(.notFound, detail: "There is no such offer.")
        case .unknownMember(let id): self.init(.unknownMember, field: "memberId", value: .string(id.text))
        case .unknownSeat(let allowed):
            self.init(.unknownSeat, field: "seat", allowed: allowed.map(\.description))
        case .unknownCategory(let name, let allowed):
            self.init(.unknownCategory, field: "category", value: .string(name), allowed: allowed)
        case .unknownVillage(let code):
            self.init(.unknownVillage, field: "place.villageCode", value: .string(code))
        case .scheduledWithoutTime:
            self.init(.missingField, detail: "A scheduled request needs “scheduledFor”.", field: "scheduledFor")
        case .scheduledInThePast:
            self.init(.invalidValue, detail: "“scheduledFor” must lie in the future.", field: "scheduledFor")
        case .timeWithoutScheduled(let urgency):
            self.init(
                .invalidValue,
                detail: "“scheduledFor” goes with urgency scheduled only.",
                field: "urgency",
                value: .string(urgency.rawValue),
                allowed: [Urgency.scheduled.rawValue]
            )
        case .idempotencyConflict: self.init(.idempotencyConflict, field: IdempotencyKey.headerName)
        case .alreadyCovered: self.init(.alreadyCovered)
        case .offerExpired: self.init(.offerExpired)
        case .offerWithdrawn: self.init(.withdrawn)
        case .requestCancelled: self.init(.cancelled)
        case .requestOver(let state):
            self.init(
                .requestClosed,
                detail: "The request is \(state.rawValue).",
                value: .string(state.rawValue),
                allowed: state == .cleared ? ["close", "reopen", "seats", "notes"] : ["reopen", "notes"]
            )
        case .outOfOrder(let allowed): self.init(.outOfOrder, field: "action", allowed: allowed)
        case .notCleared(let state):
            self.init(.notCleared, detail: "The request is \(state.rawValue).", value: .string(state.rawValue))
        case .memberBusy(let id, let numbers):
            let held = numbers.map { "request \($0)" }.joined(separator: ", ")
            self.init(
                .memberBusy,
                detail: "They are on \(held.isEmpty ? "another request" : held).",
                field: "memberId",
                value: .string(id.text)
            )
        case .seatTaken(let holder):
            self.init(
                .seatTaken,
                detail: holder.map { "\($0) holds it; add a seat to send one more." }
                    ?? "Every seat has somebody; add a seat to send one more.",
                field: "seat",
                allowed: ["seats"]
            )
        case .capabilityMissing(let required):
            self.init(.capabilityMissing, field: "memberId", allowed: required)
        case .tooManySeats(let limit): self.init(.tooManySeats, detail: "The limit is \(limit).", field: "count")
        case .tooManySeatsAtOnce(let asked, let limit):
            self.init(
                .integratorSeats,
                detail: "This one asks for \(asked); an integrator may ask for \(limit), or leave “seats” out.",
                field: "seats",
                value: .integer(Int64(asked)),
                allowed: ["at most \(limit) seats"]
            )
        case .tooManyOpenSeats(let seats):
            let left = max(0, seats.limit - seats.open)
            let opener = seats.scope == .token ? "with this token" : "by integrators"
            self.init(
                .integratorOpenSeats,
                detail: "Of requests opened \(opener) \(seats.open) seats are open, the limit is \(seats.limit), and "
                    + "this one asks for \(seats.asked). Leave “seats” out, or ring the operator.",
                field: "seats",
                value: .integer(Int64(seats.asked)),
                allowed: left > 0 ? ["at most \(left) seats", "no “seats”"] : ["no “seats”"],
                retryAfterSeconds: Self.outageRetrySeconds
            )
        case .requestNotOver(let state):
            self.init(
                .requestNotOver,
                detail: "The request is \(state.rawValue); only what is cleared, closed or cancelled can be reopened.",
                value: .string(state.rawValue),
                allowed: ["seats", "assign", "place", "urgency", "escalate", "cancel", "notes"]
            )
        case .cannotBeScheduled:
            self.init(
                .invalidValue,
                detail: "A request becomes scheduled by being opened with “scheduledFor”.",
                field: "urgency",
                value: .string(Urgency.scheduled.rawValue),
                allowed: [Urgency.immediate, .urgent, .routine].map(\.rawValue)
            )
        case .nothingToEscalate:
            self.init(
                .nothingToEscalate,
                detail: "Every seat has somebody; add a seat to call for more.",
                allowed: ["seats", "assign"]
            )
        case .ladderExhausted:
            self.init(
                .nothingToEscalate,
                detail: "The highest desk has been called already; ring it.",
                allowed: ["report-in", "assign"]
            )
        case .noDeskCalled:
            self.init(.noDeskCalled, detail: "Escalate calls the next one now.", allowed: ["escalate"])
        case .partOfOpenRequests(let cases):
            let numbers = cases.map { "\($0.number)" }.joined(separator: ", ")
            self.init(
                .partOfOpenRequest,
                detail: "End request \(numbers) first.",
                candidates: cases.map { open in
                    .object(["requestId": .string(open.id.description), "number": .integer(Int64(open.number))])
                }
            )
        case .tooManyOpenRequests(let limit):
            self.init(
                .tooManyOpenRequests,
                detail: "The limit is \(limit).",
                retryAfterSeconds: Self.outageRetrySeconds
            )
        }
    }

    /// A path or method that no route has.
    static let unknownRoute = Problem(.notFound, detail: "There is no such path.")
}
