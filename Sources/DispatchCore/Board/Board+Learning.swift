import Glibc

/// What each event teaches. Part of applying: the same events teach the same, here, from the tables or in a replay.
extension Board {
    mutating func learn(from event: Event, at now: Timestamp) {
        switch event {
        case .offerMade(let event):
            guard event.reason.isAsking else { return }
            let today = localDay(at: now)
            learn(of: event.memberID) { $0.alerts.add(onDay: today) }
        case .offerAccepted(let event):
            guard !event.isByHand else { return }
            learnAnswer(to: event.offerID, isYes: true, at: now)
        case .offerCovered(let event): learnAnswer(to: event.offerID, isYes: true, at: now)
        case .offerDeclined(let event): learnAnswer(to: event.offerID, isYes: false, at: now)
        case .offerExpired(let event): learnSilence(about: event.offerID, at: now)
        case .offerWithdrawn(let event): learnSilence(about: event.offerID, at: now)
        case .assignmentStepped(let event): learnStep(event, at: now)
        case .assignmentEnded(let event): learnEnd(event, at: now)
        case .arrivalRecorded:
            // They were taken not to come, and came.
            changes.learning = true
            learning.noShow.add(success: false, at: now)
        case .learningReset(let event): reset(event.memberID)
        case .requestOpened, .requestUnanswered, .requestCancelled, .requestClosed, .requestReopened, .requestNoted,
            .requestGraded, .seatAdded, .placeCorrected, .urgencyChanged, .offerDelivered, .offerSilent, .offerReranked,
            .deskWhistled, .deskDelivered, .deskUndeliverable, .deskReportedIn, .deskStoodDown, .offerUndeliverable,
            .assignmentNamedPrimary, .assignmentNudged, .assignmentReinstated, .memberDutyChanged, .memberForgotten,
            .householdForgotten, .personalDataErased,
            .endpointDisabled, .endpointEnabled, .endpointChecked, .rosterImported, .clockJumped, .clockStepped,
            .accessChanged, .policyChanged:
            break
        }
    }

    private mutating func learn(of id: MemberID, _ change: (inout MemberHistory) -> Void) {
        guard roster.member(id) != nil else { return }
        changes.histories.insert(id)
        roster.update(id) { change(&$0.history) }
    }

    /// A yes or no; a yes after a no counts as well.
    private mutating func learnAnswer(to id: OfferID, isYes: Bool, at now: Timestamp) {
        guard let offer = request(of: id)?.offer(id), offer.reason.isAsking else { return }
        let answered = answered(offer, at: now)
        learnEagerness(from: offer, isYes: isYes, answered: answered, at: now)
        learn(of: offer.memberID) { $0.acceptance.add(success: isYes, at: now) }
        guard isYes, let deliveredAt = offer.deliveredAt else { return }
        let seconds = now.seconds(since: deliveredAt)
        guard Learning.answerRange.contains(seconds) else { return }
        changes.learning = true
        learning.answer.add(log(seconds), at: now)
    }

    /// Nothing was said as long as the offer was open.
    ///
    /// It counts as the part of a no that makes yes, no and silence together tell the member's chance without bias:
    /// F(1−p)(1−d) / (1 − pF − (1−p)dF), where F is the share of answers that come in that time, p the chance of a yes
    /// and d the share of the others who say no.
    private mutating func learnSilence(about id: OfferID, at now: Timestamp) {
        guard let offer = request(of: id)?.offer(id), offer.state == .pending, offer.deliveredAt != nil else { return }
        let answered = answered(offer, at: now)
        learnEagerness(from: offer, isYes: false, answered: answered, at: now)
        let priors = Priors()
        let yes = offer.usualAcceptance ?? priors.acceptance
        let no = (1 - yes) * priors.declineShare
        let weight = answered * (1 - yes) * (1 - priors.declineShare) / (1 - (yes + no) * answered)
        if weight > 0 { learn(of: offer.memberID) { $0.acceptance.add(success: false, weight: weight, at: now) } }
    }

    /// The share of answers that come within the time that this offer has been open.
    private func answered(_ offer: Offer, at now: Timestamp) -> Double {
        guard let deliveredAt = offer.deliveredAt else { return 0 }
        return learning.answerTimes(priors: Priors(), at: now).chance(within: now.seconds(since: deliveredAt))
    }

    /// Compares what was answered with what was to be expected up to now: by the cumulative hazard of a yes, so that an
    /// offer withdrawn early counts for as much as it could tell.
    private mutating func learnEagerness(from offer: Offer, isYes: Bool, answered: Double, at now: Timestamp) {
        guard let usual = offer.usualAcceptance, offer.state == .pending else { return }
        changes.learning = true
        let hour = wall(at: offer.offeredAt).localHour(utcOffsetSeconds: utcOffsetSeconds)
        learning.acceptanceByHour[hour].add(successes: isYes ? 1 : 0, trials: -log(1 - usual * answered), at: now)
    }

    private mutating func learnStep(_ event: AssignmentStepped, at now: Timestamp) {
        guard let request = requests[event.requestID],
            let assignment = request.assignments.first(where: { $0.id == event.assignmentID })
        else { return }
        if event.step == .cleared { learnRest(of: event.memberID, at: now) }
        guard !assignment.isByHand else { return }
        if event.step == .enRoute, assignment.state == .accepted {
            let seconds = now.seconds(since: assignment.acceptedAt)
            guard Learning.turnoutRange.contains(seconds) else { return }
            changes.learning = true
            learning.turnout.add(log(seconds), at: now)
        }
        guard event.step >= .onScene, assignment.onSceneAt == nil else { return }
        changes.learning = true
        learning.noShow.add(success: false, at: now)
        guard let pace = event.pace, Learning.paceRange.contains(pace),
            let transport = event.transport ?? roster.member(event.memberID)?.transport,
            let position = Transport.allCases.firstIndex(of: transport)
        else { return }
        learning.pace[position].add(log(pace), at: now)
    }

    private mutating func learnEnd(_ event: AssignmentEnded, at now: Timestamp) {
        learnRest(of: event.memberID, at: now)
        guard event.ending == .noShow else { return }
        changes.learning = true
        learning.noShow.add(success: true, at: now)
    }

    private mutating func learnRest(of id: MemberID, at now: Timestamp) {
        learn(of: id) { $0.lastAssignmentEndedAt = now }
    }

    /// Forgets what was learned of one member, or of all of them, together and each.
    private mutating func reset(_ id: MemberID?) {
        if let id { return learn(of: id) { $0.acceptance = Tally() } }
        learning = Learning()
        changes.learning = true
        for member in roster.members where member.history.acceptance != Tally() {
            learn(of: member.id) { $0.acceptance = Tally() }
        }
    }
}
