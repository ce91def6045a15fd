import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/requests/{id}/…`: the operator's hand. Each answers with the request as it stands afterwards.
extension RequestRoutes {
    func addSteering(to group: RouterGroup<APIContext>) {
        group.post("requests/:id/cancel", use: cancel)
        group.post("requests/:id/close", use: close)
        group.post("requests/:id/assign", use: assign)
        group.post("requests/:id/seats", use: addSeats)
        group.post("requests/:id/place", use: correctPlace)
        group.post("requests/:id/urgency", use: changeUrgency)
        group.post("requests/:id/escalate", use: escalate)
        group.post("requests/:id/report-in", use: reportIn)
        group.post("requests/:id/reopen", use: reopen)
        group.post("requests/:id/notes", use: note)
    }

    @Sendable private func cancel(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try Cancel(json: try await request.json(isEmptyAllowed: true))
        try await dispatcher.cancel(id, reason: body.reason, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func close(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try Close(json: try await request.json(isEmptyAllowed: true))
        try await dispatcher.close(id, grade: body.grade, note: body.note, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func assign(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try Assign(json: try await request.json())
        let standing = try await view(id, principal)
        // A seat is named by its id; its role does where there is only one of it.
        let named = standing.seats.filter { $0.id == body.seat || $0.role == body.seat }
        let seat = named.first { $0.state == .open } ?? named.first
        guard let seat, let seatID = SeatID(seat.id) else {
            throw Problem(
                .unknownSeat,
                field: "seat",
                value: .string(body.seat),
                allowed: standing.seats.map(\.id)
            )
        }
        do throws(SubmissionFailure) {
            try await dispatcher.assign(MemberID(body.memberId), to: seatID, of: id, by: principal)
        } catch {
            guard case .refused(.memberBusy(let member, _)) = error else { throw error }
            throw try await busy(member, Problem(failure: error), seatID, id, principal)
        }
        return try APIAnswer.json(try await view(id, principal))
    }

    /// The problem with the nearest who are free: whoever wanted this member needs another one now.
    private func busy(
        _ member: MemberID,
        _ problem: Problem,
        _ seat: SeatID,
        _ id: DispatchCore.RequestID,
        _ principal: Principal
    ) async throws -> Problem {
        let sight = dispatcher.sight(of: principal)
        var problem = problem
        // Which requests keep somebody busy who lives beyond the border is not told either.
        if sight.townshipCode != nil, try await dispatcher.people([member], for: sight).isEmpty {
            problem.detail = Problem(refusal: .memberBusy(member, numbers: [])).detail
        }
        problem.candidates = try await dispatcher.freeMembers(for: seat, of: id, for: sight).map { near in
            var members: [String: JSONValue] = [
                "memberId": .string(near.approach.memberID.text),
                "distanceMeters": .integer(Int64(Int(nearest: near.approach.distanceMeters))),
            ]
            members["name"] = near.name.map { .string($0) }
            members["phone"] = near.phone.map { .string($0) }
            return .object(members)
        }
        return problem
    }

    @Sendable private func addSeats(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try NewSeat(json: try await request.json(), path: "")
        let plans = Array(repeating: SeatPlan(role: body.role, requires: body.requires), count: body.count)
        try await dispatcher.addSeats(plans, to: id, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func correctPlace(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try CorrectPlace(json: try await request.json())
        let place = try dispatcher.intake.resolve(body.place, in: dispatcher.directory)
        // A request cannot be moved out of the township that its operator may steer.
        try principal.check(township: dispatcher.directory.township(ofVillage: place.villageCode))
        try await dispatcher.correctPlace(of: id, to: place, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func changeUrgency(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try ChangeUrgency(json: try await request.json())
        try await dispatcher.changeUrgency(of: id, to: Urgency(body.urgency), by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func escalate(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        try await dispatcher.escalate(id, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    /// The one thing that a desk's own token may change.
    @Sendable private func reportIn(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context, .operator, .administrator, .desk)
        let body = try ReportIn(json: try await request.json(isEmptyAllowed: true))
        try await dispatcher.reportIn(id, desk: body.desk.map(DeskID.init), by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func reopen(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try Reopen(json: try await request.json(isEmptyAllowed: true))
        var seats: [SeatID] = []
        for (position, text) in (body.seats ?? []).enumerated() {
            guard let seat = SeatID(text) else {
                let known = try await view(id, principal).seats.map(\.id)
                throw Problem(.unknownSeat, field: "seats[\(position)]", value: .string(text), allowed: known)
            }
            seats.append(seat)
        }
        try await dispatcher.reopen(id, seats: seats, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }

    @Sendable private func note(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, id) = try await steering(context)
        let body = try NewNote(json: try await request.json())
        try await dispatcher.note(body.text, as: body.kind == .call ? .call : .note, on: id, by: principal)
        return try APIAnswer.json(try await view(id, principal))
    }
}

extension Urgency {
    init(_ urgency: RequestView.Urgency) {
        switch urgency {
        case .immediate: self = .immediate
        case .urgent: self = .urgent
        case .routine: self = .routine
        case .scheduled: self = .scheduled
        }
    }
}
