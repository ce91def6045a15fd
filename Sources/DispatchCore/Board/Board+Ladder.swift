/// The ladder: desks of branch, township and county are called upon, one after the other, while a seat stays empty.
///
/// When the next is due follows from `uncoveredSince` and the policy, so nothing is stored and a restart goes on exactly
/// where it was. A desk that reports in stops the ladder until every seat has had somebody.
extension Board {
    /// The next level to be called, and when; nil while every seat has somebody, when a desk has reported in, and above
    /// the county.
    func nextRung(of request: HelpRequest) -> (level: Desk.Level, at: Timestamp)? {
        guard let since = request.uncoveredSince, !request.state.isOver else { return nil }
        let called = request.currentWhistles
        guard !called.contains(where: { $0.reportedInAt != nil }), let level = nextLevel(after: called) else {
            return nil
        }
        let due = since.adding(seconds: policy.ladder.clock(request.urgency).seconds(level))
        // A desk whose notice does not arrive is not waited for.
        guard let failedAt = called.last?.failedAt else { return (level, due) }
        return (level, min(due, failedAt))
    }

    private func nextLevel(after called: [Whistle]) -> Desk.Level? {
        guard let highest = called.map(\.level).max() else { return .branch }
        return highest.following
    }

    /// Calls the next desk when its time has come, and sends home those that are not needed any more.
    func climb<Generator>(
        _ request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        guard request.uncoveredSince != nil else { return standDownDesks(of: request, at: now, using: &ids) }
        guard let rung = nextRung(of: request), now >= rung.at else { return Decision() }
        return whistle(rung.level, for: request, at: now, using: &ids)
    }

    /// Calls the desk of this level, or of the next above it that has one; that there is none at all is said once.
    private func whistle<Generator>(
        _ level: Desk.Level,
        for request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        let villageCode = request.place.villageCode
        let desk = Desk.Level.allCases.lazy.filter { $0 >= level }
            .compactMap { roster.desk($0, ofVillage: villageCode, countyCode: countyCode) }
            .first
        let whistled = DeskWhistled(
            requestID: request.id,
            whistleID: ids.next(at: now),
            level: desk?.level ?? .county,
            deskID: desk?.id
        )
        return Decision(
            events: [.deskWhistled(whistled)],
            notices: notice(.deskWhistled, to: desk?.id, about: whistled.whistleID, of: request, at: now, using: &ids)
        )
    }

    /// Thanks the desks that were called: every seat has somebody, or the request is over.
    func standDownDesks<Generator>(
        of request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> Decision {
        var decision = Decision()
        for whistle in request.currentWhistles {
            let ended = DeskStoodDown(requestID: request.id, whistleID: whistle.id, deskID: whistle.deskID)
            decision.events.append(.deskStoodDown(ended))
            guard whistle.failedAt == nil else { continue }
            decision.notices += notice(
                .deskStoodDown,
                to: whistle.deskID,
                about: whistle.id,
                of: request,
                at: now,
                using: &ids
            )
        }
        return decision
    }

    private func notice<Generator>(
        _ kind: Notice.Kind,
        to deskID: DeskID?,
        about whistleID: WhistleID,
        of request: HelpRequest,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) -> [Notice] {
        guard let endpointID = deskID.flatMap({ roster.desk($0) }).flatMap({ roster.endpointID(of: $0) }) else {
            return []
        }
        return [
            Notice(
                id: ids.next(at: now),
                kind: kind,
                requestID: request.id,
                subject: .whistle(whistleID),
                endpointID: endpointID,
                createdAt: now,
                deadline: now.adding(seconds: policy.noticeLifeSeconds)
            )
        ]
    }

    // MARK: What desks and operators do

    func decideEscalating<Generator>(
        _ id: RequestID,
        at now: Timestamp,
        using ids: inout IdentifierSource<Generator>
    ) throws(Refusal) -> Decision {
        let request = try known(id)
        guard !request.state.isOver else { throw .requestOver(request.state) }
        guard request.uncoveredSince != nil else { throw .nothingToEscalate }
        guard let level = nextLevel(after: request.currentWhistles) else { throw .ladderExhausted }
        return whistle(level, for: request, at: now, using: &ids)
    }

    func decideReportingIn(_ id: RequestID, _ whistleID: WhistleID?) throws(Refusal) -> Decision {
        let request = try known(id)
        let whistle: Whistle
        if let whistleID {
            guard let named = request.whistle(whistleID) else { throw .unknownRequest }
            whistle = named
        } else {
            guard let last = request.currentWhistles.last(where: { $0.deskID != nil }) else {
                guard !request.state.isOver else { throw .requestOver(request.state) }
                throw .noDeskCalled
            }
            whistle = last
        }
        let outcome = Decision.Outcome.reportedIn(request.id, whistle.id)
        guard whistle.reportedInAt == nil else { return Decision(outcome: outcome) }
        if request.cancelledAt != nil { throw .requestCancelled }
        guard !request.state.isOver else { throw .requestOver(request.state) }
        guard whistle.endedAt == nil else { throw .alreadyCovered }
        let reported = DeskReportedIn(requestID: request.id, whistleID: whistle.id, deskID: whistle.deskID)
        return Decision(events: [.deskReportedIn(reported)], outcome: outcome)
    }

    // MARK: What came of delivering a whistle

    func decideDelivered(_ id: WhistleID, of requestID: RequestID) -> Decision {
        guard let whistle = requests[requestID]?.whistle(id), whistle.deliveredAt == nil else { return Decision() }
        let delivered = DeskDelivered(requestID: requestID, whistleID: id, deskID: whistle.deskID)
        return Decision(events: [.deskDelivered(delivered)])
    }

    func decideLost(_ id: WhistleID, of requestID: RequestID) -> Decision {
        guard let whistle = requests[requestID]?.whistle(id), whistle.failedAt == nil, whistle.deliveredAt == nil else {
            return Decision()
        }
        let lost = DeskUndeliverable(requestID: requestID, whistleID: id, deskID: whistle.deskID)
        return Decision(events: [.deskUndeliverable(lost)])
    }
}
