import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Geospatial

/// Shows requests to those who may look at them.
struct RequestPresenter: Sendable {
    let role: AccessTokenRecord.Role
    let policy: Policy

    /// Operators and administrators speak with people; machines and desks get ids.
    var seesPeople: Bool {
        switch role {
        case .operator, .administrator: true
        case .desk, .integrator: false
        }
    }

    func view(_ standing: Dispatcher.RequestStanding) -> RequestView {
        var view = view(standing.detail)
        view.similar = standing.similar.map { request in
            SimilarRequest(
                id: request.id.description,
                number: request.number,
                state: RequestView.State(request.state),
                category: request.category,
                createdAt: WireTime(request.createdAt)
            )
        }
        if seesPeople, !standing.nearest.isEmpty {
            view.unansweredNearest = standing.nearest.map { near in
                MemberToRing(
                    memberId: near.member.memberID.text,
                    name: near.name,
                    phone: near.phone,
                    distanceMeters: Int(nearest: near.member.distanceMeters)
                )
            }
        }
        return view
    }

    func view(_ detail: Store.RequestDetail) -> RequestView {
        let request = detail.request
        let timeline = TimelinePresenter(tokenNames: detail.tokenNames)
        let isDamaged = !detail.damage.isEmpty
        // What cannot be read says nothing of where somebody is; their village does.
        let point = (detail.isPointUnread ? detail.village?.coordinate : nil) ?? request.place.coordinate
        return RequestView(
            id: isDamaged ? detail.key : request.id.description,
            number: request.number,
            state: RequestView.State(isDamaged ? detail.storedState ?? .open : request.state),
            category: request.category,
            urgency: RequestView.Urgency(request.urgency),
            createdAt: WireTime(request.createdAt),
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
            uncoveredSince: request.uncoveredSince.map(WireTime.init),
            advice: policy.advice(on: request),
            unreadable: isDamaged ? detail.damage.map(\.description) : nil,
            grade: request.grade,
            timeline: detail.timeline.map { timeline.message($0) } + notes(detail, timeline),
            timelineStart: detail.timelineStart,
            personalDataErasedAt: detail.details.personalDataErasedAt.map(WireTime.init)
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
            offeredAt: WireTime(offer.offeredAt),
            deliveredAt: offer.deliveredAt.map(WireTime.init),
            answeredAt: offer.answeredAt.map(WireTime.init),
            expiresAt: WireTime(offer.expiresAt),
            reason: offer.reason.rawValue,
            rank: offer.rank,
            chance: offer.chance.map { Self.rounded($0, 1_000) },
            gainSeconds: offer.gainSeconds.map { Self.rounded($0, 10) }
        )
    }

    /// Without the digits that mean nothing.
    static func rounded(_ number: Double, _ steps: Double) -> Double { (number * steps).rounded() / steps }

    private func view(_ assignment: Assignment, _ detail: Store.RequestDetail) -> AssignmentView {
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
            acceptedAt: WireTime(assignment.acceptedAt),
            enRouteAt: assignment.enRouteAt.map(WireTime.init),
            onSceneAt: assignment.onSceneAt.map(WireTime.init),
            transportingAt: steps[.transporting].map(WireTime.init),
            atFacilityAt: steps[.atFacility].map(WireTime.init),
            admittedAt: steps[.admitted].map(WireTime.init),
            dischargedAt: steps[.discharged].map(WireTime.init),
            clearedAt: steps[.cleared].map(WireTime.init),
            endedAt: assignment.endedAt.map(WireTime.init)
        )
    }

    private func view(_ whistle: Whistle, _ detail: Store.RequestDetail) -> WhistleView {
        let desk = whistle.deskID.flatMap { detail.desks[$0] }
        return WhistleView(
            id: whistle.id.description,
            level: DeskView.Level(whistle.level),
            deskId: whistle.deskID?.text,
            deskName: desk?.name,
            deskPhone: seesPeople ? desk?.phone : nil,
            calledAt: WireTime(whistle.calledAt),
            deliveredAt: whistle.deliveredAt.map(WireTime.init),
            failedAt: whistle.failedAt.map(WireTime.init),
            reportedInAt: whistle.reportedInAt.map(WireTime.init),
            endedAt: whistle.endedAt.map(WireTime.init)
        )
    }

    /// What was written beside the journal, for those who may read words about people.
    private func notes(_ detail: Store.RequestDetail, _ timeline: TimelinePresenter) -> [EventMessage] {
        guard seesPeople else { return [] }
        return detail.notes.map { note in
            EventMessage(
                position: detail.timeline.last { $0.at <= note.at }?.position ?? 0,
                at: WireTime(note.at),
                type: "note.\(note.kind)",
                requestId: detail.request.id.description,
                actor: Actor(text: note.actor).flatMap { timeline.name(of: $0) },
                text: note.text
            )
        }
    }
}
