package import DispatchCore
package import DispatchStore
package import DispatchWire

/// Desks that are called upon, and report in.
extension Dispatcher {
    /// How a whistle stands for its desk.
    package struct WhistleStanding: Sendable {
        package let detail: Store.RequestDetail
        package let whistle: Whistle
        /// Whether the desk can report in now.
        package let isAwaited: Bool
        /// The nearest members who are free and whom the desk may know, to be rung; only for one that has reported in.
        package let nearest: [(member: Roster.Approach, name: String, phone: String)]

        package var request: HelpRequest { detail.request }

        /// Names, phones and addresses are for the desk that has the request in hand, while it has.
        package var personalDetails: NoticeBody.Details? {
            whistle.reportedInAt != nil && whistle.endedAt == nil ? detail.personalDetails : nil
        }
    }

    /// How the whistle stands; nil when there is no such whistle.
    package func standing(of whistleID: WhistleID) async throws -> WhistleStanding? {
        guard let id = try await store.requestID(of: whistleID),
            let detail = try await store.request(id, hasTimeline: false),
            let whistle = detail.request.whistle(whistleID)
        else { return nil }
        let hasReportedIn = whistle.reportedInAt != nil && whistle.endedAt == nil
        return WhistleStanding(
            detail: detail,
            whistle: whistle,
            isAwaited: whistle.endedAt == nil && whistle.reportedInAt == nil,
            nearest: hasReportedIn
                ? try await nearestToRing(for: detail.request, by: whistle.deskID.flatMap { detail.desks[$0] }) : []
        )
    }

    /// A desk reports in by its link.
    ///
    /// - Returns: How the whistle stands afterwards; nil when there is no such whistle.
    package func reportIn(_ whistleID: WhistleID, signed: SignedAnswer? = nil) async throws -> WhistleStanding? {
        guard let before = try await standing(of: whistleID) else { return nil }
        if let deskID = before.whistle.deskID { try check(signed, try await store.answerSigning(of: deskID)) }
        let actor = before.whistle.deskID.map { Actor.desk($0) } ?? .system
        _ = try await once(signed, about: whistleID.description) { () throws(SubmissionFailure) in
            do throws(SubmissionFailure) {
                return try await writer.submit(.reportIn(before.request.id, whistleID), by: actor)
            } catch {
                guard case .refused(.unknownRequest) = error else { throw error }
                // Long over, so that the board has let it go: the tables tell what became of it.
                throw SubmissionFailure.refused(
                    before.request.cancelledAt == nil ? .requestOver(before.request.state) : .requestCancelled
                )
            }
        }
        return try await standing(of: whistleID)
    }

    /// An operator or a desk's own token says that a desk has the request in hand.
    ///
    /// - Parameter desk: nil for the one called last.
    package func reportIn(_ id: RequestID, desk: DeskID?, by principal: Principal) async throws {
        var whistleID: WhistleID?
        if let desk {
            guard let detail = try await store.request(id, hasTimeline: false) else { throw Problem(.notFound) }
            let called = detail.request.whistles.filter { $0.deskID != nil }
            guard let whistle = called.last(where: { $0.deskID == desk }) else {
                throw Problem(
                    .noDeskCalled,
                    detail: "The desk \(desk) has not been called for this request.",
                    field: "desk",
                    value: .string(desk.text),
                    allowed: called.compactMap(\.deskID?.text)
                )
            }
            whistleID = whistle.id
        }
        _ = try await writer.submit(.reportIn(id, whistleID), by: principal.actor)
    }

    /// A member who is free and near, with name and phone where the caller may know them.
    package struct NearMember: Sendable {
        package let approach: Roster.Approach
        package let name: String?
        package let phone: String?
    }

    /// The nearest members who are free and could take this seat; none when there is no such seat.
    package func freeMembers(for seatID: SeatID, of id: RequestID, for sight: Sight) async throws -> [NearMember] {
        guard let request = try await store.request(id, hasTimeline: false)?.request, let seat = request.seat(seatID)
        else { return [] }
        return try await nearest(for: seat, of: request, for: sight)
    }

    /// The nearest members who are free and could take an empty seat.
    ///
    /// Those beyond the caller's border count as well: they are asked by being assigned.
    func nearestToRing(for request: HelpRequest, for sight: Sight) async throws -> [NearMember] {
        guard let seat = request.seats.first(where: { $0.state == .open }) else { return [] }
        return try await nearest(for: seat, of: request, for: sight)
    }

    private func nearest(for seat: Seat, of request: HelpRequest, for sight: Sight) async throws -> [NearMember] {
        let travel = policy.travel
        let approaches = try await writer.inspect { board in
            board.roster.nearest(
                to: request.place.coordinate,
                count: Self.nearestToRingCount,
                in: Roster.Scope(requires: seat.requires),
                travel: travel
            )
        }
        let people = try await people(approaches.map(\.memberID), for: sight)
        return approaches.map { approach in
            let person = people[approach.memberID]
            return NearMember(approach: approach, name: person?.name, phone: person?.phone)
        }
    }

    /// Those of them whom a desk may ring itself: the people of its township.
    private func nearestToRing(
        for request: HelpRequest,
        by desk: DeskRecord?
    ) async throws -> [(member: Roster.Approach, name: String, phone: String)] {
        guard let seat = request.seats.first(where: { $0.state == .open }) else { return [] }
        let sight = Sight(of: desk, in: directory)
        let travel = policy.travel
        let approaches = try await writer.inspect { board in
            board.roster.nearest(
                to: request.place.coordinate,
                count: Self.nearestToRingCount,
                in: Roster.Scope(requires: seat.requires),
                travel: travel
            ) { sight.covers(village: $0.villageCode) }
        }
        let people = try await people(approaches.map(\.memberID), for: sight)
        return approaches.compactMap { approach in
            people[approach.memberID].map { (approach, $0.name, $0.phone) }
        }
    }

    /// Members listed for ringing by hand.
    private static var nearestToRingCount: Int { 10 }
}
