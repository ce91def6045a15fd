import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Geospatial

/// Puts what stands into the models of the pages.
struct PagePresenter: Sendable {
    /// Something on a member's own page that leads to an offer's page.
    struct OpenOffer: Sendable {
        let detail: Store.RequestDetail
        let offerID: OfferID
        let isHeld: Bool
    }

    /// Hours of the member's own clock at which an absence ends.
    private static let eveningHour = 20
    private static let morningHour = 8

    /// Two steps within such a time are asked about: nobody arrives as soon as they have set out.
    private static let hastySeconds = 15

    let links: LinkTokens
    let utcOffsetSeconds: Int
    let clocks: ServiceClock
    let policy: Policy
    let language: PageLanguage

    /// The page of an offer as it stands, or just after an answer.
    func document(_ standing: Dispatcher.OfferStanding, after action: CallbackAction.Action? = nil) -> PageDocument {
        if let held = held(standing) { return AssignmentPage.document(held, language: language) }
        if let message = message(standing, after: action) { return MessagePage.document(message, language: language) }
        return OfferPage.document(unanswered(standing), language: language)
    }

    /// What to say when there is nothing to answer; nil when there is.
    private func message(_ standing: Dispatcher.OfferStanding, after action: CallbackAction.Action?) -> PageMessage? {
        if standing.request.cancelledAt != nil { return .cancelled }
        switch standing.assignment?.state {
        case .cleared: return .finished
        case .released: return action == nil && standing.actions.contains("accept") ? nil : .released
        case .stoodDown: return .stoodDown
        case .noShow: return standing.actions.contains("accept") ? nil : .alreadyCovered
        case .accepted, .enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged, nil: break
        }
        if action == .decline { return .declined }
        guard !standing.actions.contains("accept") else { return nil }
        switch standing.offer.state {
        case .pending, .accepted, .undeliverable, .declined: return .alreadyCovered
        case .expired: return .offerExpired
        case .withdrawn:
            switch standing.offer.withdrawalReason {
            case .seatFilled, .notNeeded: return .alreadyCovered
            case .requestCancelled: return .cancelled
            case .memberBusy, .memberUnavailable, nil: return .withdrawn
            }
        }
    }

    private func unanswered(_ standing: Dispatcher.OfferStanding) -> UnansweredOffer {
        let seat = standing.request.seat(standing.offer.seatID)
        return UnansweredOffer(
            category: standing.request.category,
            urgency: urgency(standing.request),
            township: standing.detail.village?.township ?? "",
            village: standing.detail.village?.name ?? "",
            role: seat?.role ?? "",
            requires: seat?.requires ?? [],
            distanceMeters: standing.offer.distanceMeters,
            etaSeconds: standing.offer.etaSeconds,
            answerBy: clock(standing.offer.expiresAt),
            scheduledFor: standing.request.scheduledFor.map(clock),
            isDeclined: standing.offer.state == .declined
        )
    }

    /// What to ask once more before it counts; nil for what counts at once.
    ///
    /// The end of the work always, since the address goes with it; an arrival and what follows it when it comes so soon
    /// after the step before that it may be the second tap on a slow line.
    func confirmation(of action: CallbackAction.Action, _ standing: Dispatcher.OfferStanding) -> PageAction? {
        guard let step = PageAction(rawValue: action.rawValue), let assignment = standing.assignment,
            assignment.state.isLive
        else { return nil }
        let steps = TimelinePresenter.steps(of: assignment.id, in: standing.detail.timeline)
        // A second tap on the same button says nothing new.
        if steps.keys.contains(where: { $0.rawValue == action.rawValue }) { return nil }
        let last = max(assignment.acceptedAt, steps.values.max() ?? assignment.acceptedAt)
        let isHasty = clocks.now < last.adding(seconds: Self.hastySeconds)
        switch action {
        case .cleared: return step
        case .onScene, .transporting, .atFacility, .admitted, .discharged: return isHasty ? step : nil
        case .accept, .decline, .enRoute, .release, .reportIn: return nil
        }
    }

    /// The case of one who holds the seat; nil for everybody else, so that no name gets onto their page.
    private func held(_ standing: Dispatcher.OfferStanding) -> HeldAssignment? {
        guard let assignment = standing.assignment, let details = standing.personalDetails else { return nil }
        let steps = TimelinePresenter.steps(of: assignment.id, in: standing.detail.timeline)
        return held(
            standing.detail,
            details,
            taken: [HeldAssignment.Taken(step: .accept, at: clock(assignment.acceptedAt))]
                + steps.sorted { $0.key < $1.key }.compactMap { step, at in
                    PageAction(rawValue: step.rawValue).map { HeldAssignment.Taken(step: $0, at: clock(at)) }
                },
            actions: standing.actions.compactMap(PageAction.init(rawValue:))
        )
    }

    private func held(
        _ detail: Store.RequestDetail,
        _ details: NoticeBody.Details,
        taken: [HeldAssignment.Taken],
        actions: [PageAction]
    ) -> HeldAssignment {
        let point = detail.request.place.coordinate
        return HeldAssignment(
            category: detail.request.category,
            urgency: urgency(detail.request),
            township: detail.village?.township ?? "",
            village: detail.village?.name ?? "",
            name: details.name,
            phone: details.phone,
            address: detail.isAtHome ? details.address : nil,
            notes: details.notes,
            summary: details.summary,
            scheduledFor: detail.request.scheduledFor.map(clock),
            point: MapPoint(
                gcj02Latitude: point.gcj02.latitude,
                gcj02Longitude: point.gcj02.longitude,
                wgs84Latitude: point.latitude,
                wgs84Longitude: point.longitude
            ),
            remindsOfAmbulance: policy.advisesEmergencyCall(detail.request),
            taken: taken,
            actions: actions
        )
    }

    /// The page of a desk that was called upon.
    func document(_ standing: Dispatcher.WhistleStanding) -> PageDocument {
        let request = standing.request
        if request.cancelledAt != nil { return MessagePage.document(.cancelled, language: language) }
        if request.state.isOver { return MessagePage.document(.finished, language: language) }
        if standing.whistle.endedAt != nil { return MessagePage.document(.alreadyCovered, language: language) }
        let desk = CalledDesk(
            number: request.number,
            category: request.category,
            urgency: urgency(request),
            township: standing.detail.village?.township ?? "",
            village: standing.detail.village?.name ?? "",
            waitedSeconds: clocks.now.seconds(since: request.uncoveredSince ?? request.createdAt),
            reportedInAt: standing.whistle.reportedInAt.map(clock),
            details: standing.personalDetails.map { held(standing.detail, $0, taken: [], actions: []) },
            near: standing.nearest.map { near in
                CalledDesk.Near(name: near.name, phone: near.phone, distanceMeters: near.member.distanceMeters)
            }
        )
        return DeskPage.document(desk, language: language)
    }

    /// The page of a group.
    func document(
        _ standing: Dispatcher.GroupStanding,
        claimed: String = "",
        trouble: CalledGroup.Trouble? = nil
    ) -> PageDocument {
        let request = standing.request
        if request.cancelledAt != nil { return MessagePage.document(.cancelled, language: language) }
        if request.state.isOver { return MessagePage.document(.finished, language: language) }
        return GroupPage.document(
            CalledGroup(
                number: request.number,
                category: request.category,
                urgency: urgency(request),
                township: standing.detail.village?.township ?? "",
                village: standing.detail.village?.name ?? "",
                scheduledFor: request.scheduledFor.map(clock),
                needs: needs(of: request),
                roll: roll(standing),
                claimed: claimed,
                trouble: trouble
            ),
            language: language
        )
    }

    /// What the empty seats need, each kind once.
    private func needs(of request: HelpRequest) -> [CalledGroup.Need] {
        var needs: [CalledGroup.Need] = []
        for seat in request.seats where seat.state == .open {
            let need = CalledGroup.Need(role: seat.role, requires: seat.requires)
            if !needs.contains(need) { needs.append(need) }
        }
        return needs
    }

    /// Those asked in the order in which they were, the others by name.
    private func roll(_ standing: Dispatcher.GroupStanding) -> CalledGroup.Roll {
        guard standing.members.count <= Dispatcher.groupListLimit else { return .typed }
        let namesakes = Dictionary(grouping: standing.members, by: \.name)
        func name(_ member: Store.GroupMember) -> CalledGroup.Name {
            CalledGroup.Name(
                value: member.id.text,
                name: member.name,
                village: (namesakes[member.name]?.count ?? 0) > 1 ? member.village : nil
            )
        }
        let offers = standing.offers
        let asked = standing.members.compactMap { member in offers[member.id].map { (member, $0) } }
            .sorted { $0.1.id < $1.1.id }
        return .chosen(
            asked: asked.map { name($0.0) },
            others: standing.members.filter { offers[$0.id] == nil }.map(name)
        )
    }

    /// A member's own page.
    func document(_ member: Store.MemberDetail, open: [OpenOffer], isSaved: Bool) -> PageDocument {
        func entries(isHeld: Bool) -> [MemberStatus.Entry] {
            open.filter { $0.isHeld == isHeld }.map { open in
                MemberStatus.Entry(
                    category: open.detail.request.category,
                    urgency: urgency(open.detail.request),
                    township: open.detail.village?.township ?? "",
                    village: open.detail.village?.name ?? "",
                    path: "/o/\(links.token(ofOffer: open.offerID))"
                )
            }
        }
        let duty: MemberStatus.Duty =
            if !member.isOnDuty { .off } else { member.awayUntil.map { .away(until: clock($0)) } ?? .on }
        let status = MemberStatus(
            name: member.record.name,
            duty: duty,
            awayChoices: awayChoices,
            assignments: entries(isHeld: true),
            pendingOffers: entries(isHeld: false),
            isSaved: isSaved
        )
        return MemberPage.document(status, language: language)
    }

    /// Two hours, the next evening, the next morning.
    private var awayChoices: [AwayChoice] {
        func choice(_ label: AwayChoice.Label, _ time: WallTime) -> (time: WallTime, choice: AwayChoice) {
            (time, AwayChoice(label: label, clock: clockOnly(time), value: String(time.milliseconds)))
        }
        let evening = nextLocal(hour: Self.eveningHour)
        let morning = nextLocal(hour: Self.morningHour)
        return [
            choice(.hours(2), clocks.wallNow.adding(seconds: 2 * 3600)),
            choice(isToday(evening) ? .tonight : .tomorrowEvening, evening),
            choice(isToday(morning) ? .thisMorning : .tomorrowMorning, morning),
        ].sorted { $0.time < $1.time }.map(\.choice)
    }

    /// The next time the county's clocks show this full hour.
    private func nextLocal(hour: Int) -> WallTime {
        let now = clocks.wallNow
        let day = now.localDay(utcOffsetSeconds: utcOffsetSeconds)
        let midnight = Int64(day) * 86_400_000 - Int64(utcOffsetSeconds) * 1000
        let today = WallTime(milliseconds: midnight + Int64(hour) * 3_600_000)
        return today > now ? today : today.adding(seconds: 86_400)
    }

    private func urgency(_ request: HelpRequest) -> PageUrgency {
        switch request.urgency {
        case .immediate: .immediate
        case .urgent: .urgent
        case .routine: .routine
        case .scheduled: .scheduled
        }
    }

    private func isToday(_ time: WallTime) -> Bool {
        time.localDay(utcOffsetSeconds: utcOffsetSeconds) == clocks.wallNow.localDay(utcOffsetSeconds: utcOffsetSeconds)
    }

    /// The time on the county's clocks, `08:05`.
    private func clockOnly(_ time: WallTime) -> String { String(local(time).dropFirst(11).prefix(5)) }

    /// The same of a moment that is counted from an event.
    func clock(_ moment: Timestamp) -> String { clock(clocks.wall(of: moment)) }

    /// The same, with the date if it is not today's.
    func clock(_ time: WallTime) -> String {
        isToday(time) ? clockOnly(time) : "\(local(time).dropFirst(5).prefix(5)) \(clockOnly(time))"
    }

    private func local(_ time: WallTime) -> String {
        RFC3339.text(ofMilliseconds: time.adding(seconds: utcOffsetSeconds).milliseconds)
    }
}
