/// What each event does to the board. Applying never decides and cannot fail: an event about something that the board
/// does not hold (a request long over, a member who has left) changes nothing.
extension Board {
    package mutating func apply(_ entry: JournalEntry) {
        position = entry.position
        lastEventAt = max(lastEventAt, entry.at)
        // Before the event: it tells something about how things stood.
        learn(from: entry.event, at: entry.at)
        if case .requestOpened(let event, _) = entry.event, case .token(let id) = entry.actor {
            openers[event.requestID] = id
        }
        apply(entry.event, at: entry.at)
    }

    private mutating func apply(_ event: Event, at now: Timestamp) {
        switch event {
        case .requestOpened(let event, let place): open(event, place: place, at: now)
        case .requestUnanswered(let event):
            change(event.requestID, at: now) { request in
                if request.unansweredAt == nil { request.unansweredAt = now }
            }
        case .requestCancelled(let event):
            guard !setAside(event.requestID, isClosed: false, at: now) else { return }
            change(event.requestID, at: now) { request in
                request.cancelledAt = now
                for position in request.seats.indices where request.seats[position].state != .cleared {
                    request.seats[position].state = .cancelled
                }
            }
            end(event.requestID)
        case .requestClosed(let event):
            guard !setAside(event.requestID, isClosed: true, at: now) else { return }
            change(event.requestID, at: now) { request in
                request.closedAt = now
                request.grade = event.grade ?? request.grade
            }
            end(event.requestID)
        case .requestReopened(let event): reopen(event, at: now)
        case .requestNoted: break
        case .requestGraded(let event): change(event.requestID, at: now) { $0.grade = event.grade }
        case .seatAdded(let event):
            change(event.requestID, at: now) { request in
                request.seats.append(Seat(id: event.seatID, role: event.role, requires: event.requires))
            }
            attendTo(event.requestID, at: now)
        case .placeCorrected(let event, let place):
            change(event.requestID, at: now) { $0.place = place }
            attendTo(event.requestID, at: now)
        case .urgencyChanged(let event):
            change(event.requestID, at: now) { request in
                request.urgency = event.urgency
                request.scheduledFor = nil
                if request.uncoveredSince != nil, event.dispatchAt != request.dispatchAt {
                    request.uncoveredSince = event.dispatchAt
                }
                request.dispatchAt = event.dispatchAt
            }
            attendTo(event.requestID, at: now)

        case .offerMade(let event): make(event, at: now)
        case .offerDelivered(let event):
            changeOffer(event.requestID, event.offerID, at: now) { offer in
                offer.deliveredAt = now
                // An attempt that failed, or an endpoint that was slow, counts no more.
                offer.silence = nil
                offer.silenceDueAt = event.silenceDueAt
            }
        case .offerSilent(let event):
            changeOffer(event.requestID, event.offerID, at: now) { $0.silence = event.silence }
        case .offerAccepted(let event): accept(event, at: now)
        case .offerDeclined(let event):
            changeOffer(event.requestID, event.offerID, at: now) { offer in
                offer.state = .declined
                offer.answeredAt = now
                offer.endedAt = now
            }
        case .offerExpired(let event):
            changeOffer(event.requestID, event.offerID, at: now) { offer in
                offer.state = .expired
                offer.endedAt = now
            }
        case .offerWithdrawn(let event):
            changeOffer(event.requestID, event.offerID, at: now) { offer in
                offer.state = .withdrawn
                offer.withdrawalReason = event.reason
                offer.endedAt = now
            }
        case .offerUndeliverable(let event):
            changeOffer(event.requestID, event.offerID, at: now) { offer in
                offer.state = .undeliverable
                offer.endedAt = now
            }

        case .offerCovered(let event):
            changeOffer(event.requestID, event.offerID, at: now) { offer in
                offer.state = .withdrawn
                offer.withdrawalReason = .notNeeded
                offer.answeredAt = now
                offer.endedAt = now
            }

        case .offerReranked(let event): rerank(event, at: now)

        case .assignmentNamedPrimary(let event):
            for assignment in requests[event.requestID]?.assignments ?? [] where assignment.seatID == event.seatID {
                let isPrimary = assignment.id == event.assignmentID
                guard assignment.isPrimary != isPrimary else { continue }
                changeAssignment(event.requestID, assignment.id, at: now) { $1.isPrimary = isPrimary }
            }
        case .assignmentNudged(let event):
            changeAssignment(event.requestID, event.assignmentID, at: now) { $1.nudgeDueAt = nil }
        case .assignmentStepped(let event): take(event, at: now)
        case .assignmentEnded(let event): end(event, at: now)
        case .assignmentReinstated(let event):
            changeAssignment(event.requestID, event.assignmentID, at: now) { request, assignment in
                assignment.state = .accepted
                assignment.isPrimary = true
                assignment.unit = event.unit ?? 0
                assignment.endedAt = nil
                assignment.enRouteDueAt = nil
                assignment.onSceneDueAt = nil
                assignment.nudgeDueAt = nil
                request.fill(assignment.seatID)
            }
            attendTo(event.requestID, at: now)
        case .arrivalRecorded(let event):
            changeAssignment(event.requestID, event.assignmentID, at: now) { request, assignment in
                assignment.onSceneAt = assignment.onSceneAt ?? now
                request.firstArrivalAt = request.firstArrivalAt ?? now
            }

        case .deskWhistled(let event):
            let whistle = Whistle(id: event.whistleID, level: event.level, deskID: event.deskID, calledAt: now)
            change(event.requestID, at: now) { $0.whistles.append(whistle) }
        case .deskDelivered(let event):
            changeWhistle(event.requestID, event.whistleID, at: now) { $0.deliveredAt = now }
        case .deskUndeliverable(let event):
            changeWhistle(event.requestID, event.whistleID, at: now) { $0.failedAt = now }
        case .deskReportedIn(let event):
            changeWhistle(event.requestID, event.whistleID, at: now) { $0.reportedInAt = now }
        case .deskStoodDown(let event):
            changeWhistle(event.requestID, event.whistleID, at: now) { $0.endedAt = now }

        case .memberDutyChanged(let event):
            changes.members.insert(event.memberID)
            roster.update(event.memberID) { member in
                member.isOnDuty = event.isOnDuty
                member.awayUntil = event.awayUntil
            }
            reschedule(.member(event.memberID))
            if roster.member(event.memberID)?.isAvailable ?? false { attendToShortRequests(at: now) }
        case .memberForgotten(let event): forget(event.memberID)
        case .householdForgotten(let event): for id in event.requests { letGo(id) }
        case .endpointDisabled(let event):
            changes.endpoints.insert(event.endpointID)
            roster.setEndpoint(event.endpointID, disabled: DisabledEndpoint(at: now, reason: event.reason))
        case .endpointEnabled(let event):
            changes.endpoints.insert(event.endpointID)
            roster.setEndpoint(event.endpointID, disabled: nil)
            attendToShortRequests(at: now)
        case .endpointChecked(let event):
            changes.endpoints.insert(event.endpointID)
            roster.setEndpoint(event.endpointID, unreachedSince: event.isReached ? nil : now)
        case .clockJumped(let event): shiftDeadlines(byMilliseconds: event.milliseconds, at: now)
        case .clockStepped(let event): takeStep(to: event.offsetMilliseconds, at: now)
        // What they change is learned, or stands elsewhere.
        case .learningReset, .personalDataErased, .rosterImported, .accessChanged, .policyChanged: break
        }
    }

    private mutating func open(_ event: RequestOpened, place: Place, at now: Timestamp) {
        var request = HelpRequest(
            id: event.requestID,
            number: event.number,
            day: event.day,
            category: event.category,
            urgency: event.urgency,
            place: place,
            householdID: event.householdID,
            contacts: event.contacts,
            createdAt: now,
            scheduledFor: event.scheduledFor,
            dispatchAt: event.dispatchAt,
            seats: event.seats.map { Seat(id: $0.id, role: $0.role, requires: $0.requires) }
        )
        request.keepUncovered(at: now)
        requests[request.id] = request
        openRequestCount += 1
        lastNumbers[event.day] = max(lastNumbers[event.day] ?? 0, event.number)
        changes.requests.insert(request.id)
        inOrder.append(request.id)
        countSeats(of: request, by: 1)
        attend(to: request, at: now)
        reschedule(.request(request.id))
    }

    private mutating func reopen(_ event: RequestReopened, at now: Timestamp) {
        guard let request = requests[event.requestID] else { return }
        if request.state.isOver { openRequestCount += 1 }
        change(event.requestID, at: now) { request in
            request.cancelledAt = nil
            request.closedAt = nil
            request.unansweredAt = nil
            for id in event.seatIDs { request.openAnew(id) }
        }
        attendTo(event.requestID, at: now)
    }

    private mutating func rerank(_ event: OfferReranked, at now: Timestamp) {
        changeOffer(event.requestID, event.offerID, at: now) { offer in
            offer.rank = event.rank
            offer.distanceMeters = event.distanceMeters
            offer.etaSeconds = event.etaSeconds
        }
        guard event.onSceneDueAt != nil || event.nudgeDueAt != nil,
            let assignment = requests[event.requestID]?.assignment(of: event.offerID)
        else { return }
        changeAssignment(event.requestID, assignment.id, at: now) { _, assignment in
            assignment.onSceneDueAt = event.onSceneDueAt
            assignment.nudgeDueAt = event.nudgeDueAt
        }
    }

    private mutating func make(_ event: OfferMade, at now: Timestamp) {
        guard requests[event.requestID] != nil else { return }
        placeOfOffer[event.offerID] = OfferPlace(
            requestID: event.requestID,
            position: requests[event.requestID]?.offers.count ?? 0
        )
        holdPendingOffer(event.offerID, by: event.memberID)
        changes.offers.insert(event.offerID)
        change(event.requestID, at: now) { request in
            request.offers.append(
                Offer(
                    id: event.offerID,
                    requestID: event.requestID,
                    seatID: event.seatID,
                    memberID: event.memberID,
                    reason: event.reason,
                    rank: event.rank,
                    distanceMeters: event.distanceMeters,
                    etaSeconds: event.etaSeconds,
                    usualAcceptance: event.usualAcceptance,
                    chance: event.chance,
                    gainSeconds: event.gainSeconds,
                    offeredAt: now,
                    round: event.round,
                    expiresAt: event.expiresAt,
                    silenceDueAt: event.silenceDueAt
                )
            )
            request.endUnansweredIfAsking()
        }
    }

    private mutating func accept(_ event: OfferAccepted, at now: Timestamp) {
        changeOffer(event.requestID, event.offerID, at: now) { offer in
            offer.state = .accepted
            offer.answeredAt = now
            offer.endedAt = nil
            offer.withdrawalReason = nil
        }
        changes.assignments.insert(event.assignmentID)
        change(event.requestID, at: now) { request in
            request.assignments.append(
                Assignment(
                    id: event.assignmentID,
                    offerID: event.offerID,
                    seatID: event.seatID,
                    memberID: event.memberID,
                    isByHand: event.isByHand,
                    unit: event.unit ?? 0,
                    acceptedAt: now,
                    isPrimary: event.isPrimary ?? true,
                    enRouteDueAt: event.enRouteDueAt,
                    nudgeDueAt: event.nudgeDueAt
                )
            )
            request.fill(event.seatID)
        }
        occupy(event.memberID, by: 1)
        attendTo(event.requestID, at: now)
    }

    private mutating func take(_ event: AssignmentStepped, at now: Timestamp) {
        changeAssignment(event.requestID, event.assignmentID, at: now) { request, assignment in
            assignment.state = Assignment.State(event.step)
            assignment.enRouteDueAt = nil
            assignment.onSceneDueAt = event.onSceneDueAt
            assignment.nudgeDueAt = event.nudgeDueAt
            assignment.enRouteAt = assignment.enRouteAt ?? now
            if event.step >= .onScene {
                assignment.onSceneAt = assignment.onSceneAt ?? now
                request.firstArrivalAt = request.firstArrivalAt ?? now
            }
            if event.step == .cleared {
                assignment.endedAt = now
                request.setSeat(assignment.seatID, to: .cleared)
            }
        }
        attendTo(event.requestID, at: now)
    }

    private mutating func end(_ event: AssignmentEnded, at now: Timestamp) {
        changeAssignment(event.requestID, event.assignmentID, at: now) { request, assignment in
            let heldSeat = assignment.isPrimary
            assignment.state = event.ending.state
            assignment.isPrimary = false
            assignment.enRouteDueAt = nil
            assignment.onSceneDueAt = nil
            assignment.nudgeDueAt = nil
            assignment.endedAt = now
            switch event.ending {
            case .released, .noShow:
                // A backup who goes on holds it; who of them is primary is said by the event that follows.
                let goesOn = request.assignments.contains {
                    $0.seatID == assignment.seatID && $0.id != assignment.id && $0.state.isLive
                }
                if heldSeat && !goesOn { request.reopenSeat(assignment.seatID) }
            case .requestCancelled, .relieved, .notNeeded: break
            }
        }
        attendTo(event.requestID, at: now)
    }
}
