import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Geospatial

/// Shows requests to those who may look at them.
struct RequestPresenter: Sendable {
    let sight: Sight
    let policy: Policy
    let clock: ServiceClock

    var seesPeople: Bool { sight.seesPeople }

    func view(_ standing: Dispatcher.RequestStanding) -> RequestView {
        var view = view(standing.detail)
        view.similar = standing.similar.map { request in
            SimilarRequest(
                id: request.id.description,
                number: request.number,
                state: RequestView.State(request.state),
                category: request.category,
                createdAt: clock.wire(request.createdAt)
            )
        }
        if seesPeople, !standing.nearest.isEmpty {
            view.unansweredNearest = standing.nearest.map { near in
                MemberToRing(
                    memberId: near.approach.memberID.text,
                    name: near.name,
                    phone: near.phone,
                    distanceMeters: Int(nearest: near.approach.distanceMeters)
                )
            }
        }
        return view
    }

    func view(_ detail: Store.RequestDetail) -> RequestView {
        let request = detail.request
        let timeline = TimelinePresenter(tokenNames: detail.tokenNames, clock: clock)
        let entries = detail.timeline.suffix(WireLimits.timelineEntries)
        let (notes, olderNotes) = notes(detail, timeline)
        let isDamaged = !detail.damage.isEmpty
        // What cannot be read says nothing of where somebody is; their village does.
        let point = (detail.isPointUnread ? detail.village?.coordinate : nil) ?? request.place.coordinate
        return RequestView(
            id: isDamaged ? detail.key : request.id.description,
            number: request.number,
            state: RequestView.State(isDamaged ? detail.storedState ?? .open : request.state),
            category: request.category,
            urgency: RequestView.Urgency(request.urgency),
            createdAt: clock.wire(request.createdAt),
            openedBy: timeline.name(of: detail.details.openedBy),
            scheduledFor: request.scheduledFor.map(WireTime.init),
            place: PlaceView(
                villageCode: request.place.villageCode,
                village: detail.village?.name ?? "",
                township: detail.village?.township ?? "",
                latitude: point.latitude,
                longitude: point.longitude
            ),
            householdId: request.householdID,
            summary: seesPeople ? detail.details.summary : nil,
            seats: request.seats.map { seat in
                SeatView(
                    id: seat.id.description,
                    role: seat.role,
                    requires: seat.requires,
                    state: SeatView.State(seat.state)
                )
            },
            offers: request.offers.map { view($0) },
            assignments: request.assignments.map { view($0, detail) },
            whistles: request.whistles.map { view($0, detail) },
            uncoveredSince: request.uncoveredSince.map(clock.wire),
            advice: policy.advice(on: request),
            unreadable: isDamaged ? detail.damage.map(\.description) : nil,
            grade: request.grade,
            timeline: entries.map { timeline.message($0) } + notes,
            timelineStart: entries.count < detail.timeline.count ? entries.first?.position : detail.timelineStart,
            olderNotes: olderNotes == 0 ? nil : olderNotes,
            personalDataErasedAt: detail.details.personalDataErasedAt.map(clock.wire)
        )
    }

    private func view(_ offer: Offer) -> OfferView {
        OfferView(
            id: offer.id.description,
            memberId: offer.memberID.text,
            seat: offer.seatID.description,
            state: OfferView.State(offer.state),
            distanceMeters: Int(nearest: offer.distanceMeters),
            etaSeconds: Int(nearest: offer.etaSeconds),
            offeredAt: clock.wire(offer.offeredAt),
            deliveredAt: offer.deliveredAt.map(clock.wire),
            answeredAt: offer.answeredAt.map(clock.wire),
            expiresAt: clock.wire(offer.expiresAt),
            reason: offer.reason.rawValue,
            rank: offer.rank,
            chance: offer.chance.map { Self.rounded($0, 1_000) },
            gainSeconds: offer.gainSeconds.map { Self.rounded($0, 10) }
        )
    }

    /// Without the digits that mean nothing.
    static func rounded(_ number: Double, _ steps: Double) -> Double { (number * steps).rounded() / steps }

    private func view(_ assignment: Assignment, _ detail: Store.RequestDetail) -> AssignmentView {
        // They have accepted: whoever may see the request may know who comes, wherever they live.
        let person = seesPeople ? detail.people[assignment.memberID] : nil
        let steps = TimelinePresenter.steps(of: assignment.id, in: detail.timeline)
        return AssignmentView(
            id: assignment.id.description,
            memberId: assignment.memberID.text,
            memberName: person?.name,
            memberPhone: person?.phone,
            seat: assignment.seatID.description,
            state: AssignmentView.State(assignment.state),
            primary: assignment.isPrimary,
            acceptedAt: clock.wire(assignment.acceptedAt),
            enRouteAt: assignment.enRouteAt.map(clock.wire),
            onSceneAt: assignment.onSceneAt.map(clock.wire),
            transportingAt: steps[.transporting].map(clock.wire),
            atFacilityAt: steps[.atFacility].map(clock.wire),
            admittedAt: steps[.admitted].map(clock.wire),
            dischargedAt: steps[.discharged].map(clock.wire),
            clearedAt: steps[.cleared].map(clock.wire),
            endedAt: assignment.endedAt.map(clock.wire)
        )
    }

    private func view(_ whistle: Whistle, _ detail: Store.RequestDetail) -> WhistleView {
        // A corrected place leaves desks of another township behind.
        let desk = whistle.deskID.flatMap { detail.desks[$0] }.flatMap { sight.covers($0) ? $0 : nil }
        return WhistleView(
            id: whistle.id.description,
            level: DeskView.Level(whistle.level),
            deskId: whistle.deskID?.text,
            deskName: desk?.name,
            deskPhone: seesPeople ? desk?.phone : nil,
            calledAt: clock.wire(whistle.calledAt),
            deliveredAt: whistle.deliveredAt.map(clock.wire),
            failedAt: whistle.failedAt.map(clock.wire),
            reportedInAt: whistle.reportedInAt.map(clock.wire),
            endedAt: whistle.endedAt.map(clock.wire)
        )
    }

    /// What was written beside the journal, for those who may read words about people: the newest that have room, and how many
    /// older ones have not.
    private func notes(
        _ detail: Store.RequestDetail,
        _ timeline: TimelinePresenter
    ) -> (notes: [EventMessage], olderCount: Int) {
        guard seesPeople else { return ([], 0) }
        var bytes = 0
        let shown = detail.notes.reversed().prefix { note in
            bytes += note.text.utf8.count
            return bytes <= WireLimits.notesBytes
        }
        let messages = shown.reversed().map { note in
            EventMessage(
                position: detail.timeline.last { $0.at <= note.at }?.position ?? 0,
                at: clock.wire(note.at),
                type: "note.\(note.kind)",
                requestId: detail.request.id.description,
                actor: Actor(text: note.actor).flatMap { timeline.name(of: $0) },
                text: note.text
            )
        }
        return (messages, detail.notes.count - messages.count)
    }
}
