package import DispatchCore
package import DispatchStore

/// Opening and following requests.
extension Dispatcher {
    /// A request as it stands, with what the board alone knows.
    package struct RequestStanding: Sendable {
        package let detail: Store.RequestDetail
        package let similar: [HelpRequest]
        /// The nearest members to be rung by hand, while nobody is left to ask.
        package let nearest: [NearMember]
    }

    /// The request that the same key and body opened before; nil when the key is new. Throws `idempotencyConflict` when
    /// the body was another.
    package func request(openedWith idempotency: Idempotency) async throws(SubmissionFailure) -> RequestID? {
        let now = clock.now
        let earlier = try await writer.inspect { board in
            Result { () throws(Refusal) in try board.request(openedWith: idempotency, at: now) }
        }
        do {
            return try earlier.get()
        } catch {
            throw .refused(error)
        }
    }

    /// Opens a request, or finds the one that the same key opened before.
    package func open(
        _ prepared: Intake.Prepared,
        idempotency: Idempotency?,
        by principal: Principal
    ) async throws(SubmissionFailure) -> (id: RequestID, isRepeat: Bool) {
        var request = prepared.request
        request.idempotency = idempotency
        if principal.role == .integrator {
            request.integrators = IntegratorTokens(own: principal.tokenID, all: access.integrators)
        }
        let details = RequestDetails(
            callerPhone: prepared.callerPhone,
            summary: prepared.summary,
            openedBy: principal.actor
        )
        let committed = try await writer.submit(.openRequest(request), by: principal.actor, isNewWork: true) {
            outcome,
            at in
            guard case .opened(let id, _, isRepeat: false) = outcome else { return [] }
            return [.requestDetails(id, details)] + (idempotency.map { [.idempotency($0, id, at: at)] } ?? [])
        }
        guard case .opened(let id, _, let isRepeat) = committed.outcome else {
            preconditionFailure("opening a request came to \(committed.outcome)")
        }
        return (id, isRepeat)
    }

    /// A request as it stands, for somebody with this sight; nil when there is none with this id.
    package func standing(of id: RequestID, for sight: Sight) async throws -> RequestStanding? {
        guard let detail = try await store.request(id, hasTimeline: true) else { return nil }
        let now = clock.now
        let request = detail.request
        let similar = try await writer.inspect { board -> [HelpRequest] in
            guard !request.state.isOver else { return [] }
            return board.similarRequests(
                to: request.place,
                householdID: request.householdID,
                at: now,
                excluding: id
            ).compactMap { board.requests[$0] }.filter { sight.covers(village: $0.place.villageCode) }
        }
        return RequestStanding(
            detail: detail,
            similar: similar,
            nearest: request.state == .unanswered ? try await nearestToRing(for: request, for: sight) : []
        )
    }

    package func cancel(_ id: RequestID, reason: String?, by principal: Principal) async throws {
        try await noting(reason.map { _ in .cancelReason }, on: id) {
            _ = try await writer.submit(.cancelRequest(id), by: principal.actor) { _, at in
                reason.map { [.note(id, at: at, actor: principal.actor, kind: .cancelReason, text: $0)] } ?? []
            }
        }
    }

    package func close(_ id: RequestID, grade: Int?, note: String?, by principal: Principal) async throws {
        try await noting(note.map { _ in .followUp }, on: id) {
            _ = try await writer.submit(.closeRequest(id, grade: grade), by: principal.actor) { _, at in
                note.map { [.note(id, at: at, actor: principal.actor, kind: .followUp, text: $0)] } ?? []
            }
        }
    }

    /// Gives a seat to a member, or asks one who lives beyond the caller's township.
    package func assign(
        _ member: MemberID,
        to seat: SeatID?,
        of id: RequestID,
        by principal: Principal
    ) async throws(SubmissionFailure) {
        let command = Command.assign(id, seat, member, within: principal.townshipCode)
        _ = try await writer.submit(command, by: principal.actor)
    }
}
