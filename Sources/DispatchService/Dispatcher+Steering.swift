package import DispatchCore
import DispatchStore

/// What operators change about a request that is under way, or over.
extension Dispatcher {
    package func addSeats(
        _ plans: [SeatPlan],
        to id: RequestID,
        by principal: Principal
    ) async throws(SubmissionFailure) {
        _ = try await writer.submit(.addSeats(id, plans), by: principal.actor)
    }

    package func correctPlace(
        of id: RequestID,
        to place: Place,
        by principal: Principal
    ) async throws(SubmissionFailure) {
        _ = try await writer.submit(.correctPlace(id, place), by: principal.actor)
    }

    package func changeUrgency(
        of id: RequestID,
        to urgency: Urgency,
        by principal: Principal
    ) async throws(SubmissionFailure) {
        _ = try await writer.submit(.changeUrgency(id, urgency), by: principal.actor)
    }

    package func escalate(_ id: RequestID, by principal: Principal) async throws(SubmissionFailure) {
        _ = try await writer.submit(.escalate(id), by: principal.actor)
    }

    package func reopen(
        _ id: RequestID,
        seats: [SeatID],
        by principal: Principal
    ) async throws(SubmissionFailure) {
        _ = try await writer.submit(.reopenRequest(id, seats: seats), by: principal.actor)
    }

    package func note(_ text: String, on id: RequestID, by principal: Principal) async throws(SubmissionFailure) {
        _ = try await writer.submit(.note(id), by: principal.actor) { _, at in
            [.note(id, at: at, actor: principal.actor, kind: .note, text: text)]
        }
    }
}
