package import DispatchCore
package import DispatchStore
import DispatchWire

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

    /// - Parameter kind: What is written down: something to remember, or another call about the same trouble.
    package func note(
        _ text: String,
        as kind: StoreRecord.NoteKind = .note,
        on id: RequestID,
        by principal: Principal
    ) async throws {
        try await noting(kind, on: id) {
            _ = try await writer.submit(.note(id), by: principal.actor) { _, at in
                [.note(id, at: at, actor: principal.actor, kind: kind, text: text)]
            }
        }
    }

    /// Does what writes a note, if there is room for it; throws the problem `too-many-notes` otherwise, and nothing is changed.
    ///
    /// Another call is always taken, and so is what ends a request with its last word: each of them once.
    ///
    /// - Parameter kind: nil when nothing is written.
    func noting(_ kind: StoreRecord.NoteKind?, on id: RequestID, _ act: () async throws -> Void) async throws {
        guard let kind else { return try await act() }
        try await noteTurn.pass {
            switch kind {
            case .call: break
            case .note: try await checkNotes(of: id, "text")
            case .cancelReason: if try await store.isOver(id) { try await checkNotes(of: id, "reason") }
            case .followUp: if try await store.isOver(id) { try await checkNotes(of: id, "note") }
            }
            try await act()
        }
    }

    private func checkNotes(of id: RequestID, _ field: String) async throws {
        guard try await store.noteCount(of: id) >= WireLimits.notes else { return }
        throw Problem(
            .tooManyNotes,
            detail: "The limit is \(WireLimits.notes). Another call can still be noted, with the kind “call”.",
            field: field
        )
    }
}
