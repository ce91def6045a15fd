import DispatchWire

/// A request as people read it.
struct RequestReport {
    let request: RequestView
    let clock: LocalClock

    /// Everything: what, where, who is asked, who goes, and what happened.
    var full: String {
        sections([facts, seats, offers, assignments, desks, toRing, similar, timeline])
    }

    /// What an operator with a caller on the line must know: number, place, who is asked, what may be the same call.
    var brief: String {
        sections([[headline, "  \(place)"] + emergencyHint, offers, desks, toRing, similar])
    }

    /// What came of assigning somebody beyond the border of one's township; nil when they hold a seat.
    func asked(_ member: String) -> String? {
        let holds = request.assignments.contains { $0.memberId == member && $0.endedAt == nil }
        guard !holds, let offer = request.offers.last(where: { $0.memberId == member && $0.reason == "by-hand" }) else {
            return nil
        }
        let beyond = "\(member) lives in another township"
        switch offer.state {
        case .pending, .accepted: return "\(beyond) and is asked first; name and phone are shown when they accept."
        case .undeliverable: return "\(beyond) and cannot be reached by a message: have that township ring them."
        case .declined, .expired, .withdrawn: return "\(beyond) and was asked: \(offer.state.rawValue)."
        }
    }

    private func sections(_ sections: [[String]]) -> String {
        sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private var headline: String {
        "Request \(request.number) of \(clock.date(request.createdAt)) is \(request.state.rawValue)."
    }

    private var place: String {
        "\(request.place.village), \(request.place.township) (\(request.place.villageCode))"
    }

    /// This service complements the emergency services and never replaces them.
    private var emergencyHint: [String] {
        let byHand = "  DISPATCH BY HAND, then close it: it cannot be read whole, and nobody is asked."
        return (request.unreadable == nil ? [] : [byHand])
            + (request.advice.contains("call-120") ? ["  Call 120 too."] : [])
    }

    private var facts: [String] {
        var rows = AlignedRows()
        rows.add(["  id", request.id])
        rows.add(["  category", "\(request.category), \(request.urgency.rawValue)"])
        rows.add(["  place", "\(place)  \(request.place.latitude), \(request.place.longitude)"])
        let opener = request.openedBy.map { " by \($0)" } ?? ""
        rows.add(["  opened", clock.time(request.createdAt) + opener])
        if let time = request.scheduledFor { rows.add(["  for", "\(clock.date(time)) \(clock.time(time))"]) }
        if let id = request.householdId { rows.add(["  household", id]) }
        if let summary = request.summary {
            rows.add(["  summary", summary.split(whereSeparator: \.isNewline).joined(separator: " / ")])
        }
        if let time = request.personalDataErasedAt {
            rows.add(["  erased", "\(clock.date(time)): phone, household, summary, notes and exact place"])
        }
        for fault in request.unreadable ?? [] { rows.add(["  unreadable", fault]) }
        if let grade = request.grade { rows.add(["  grade", "\(grade) of 5"]) }
        return [headline] + emergencyHint + rows.lines
    }

    private var seats: [String] {
        var rows = AlignedRows(["SEAT", "ROLE", "REQUIRES", "STATE"])
        for seat in request.seats {
            rows.add([seat.id, seat.role, seat.requires.joined(separator: ";"), seat.state.rawValue])
        }
        return request.seats.isEmpty ? [] : rows.lines
    }

    private var offers: [String] {
        guard !request.offers.isEmpty else { return request.state == .open ? ["Nobody has been asked yet."] : [] }
        var rows = AlignedRows(["ASKED", "MEMBER", "DISTANCE", "ETA", "STATE", "DELIVERED", "ANSWERED", "WHY"])
        for offer in request.offers {
            rows.add([
                clock.time(offer.offeredAt), named(offer.memberId, offer.memberName),
                Quantity.distance(meters: offer.distanceMeters), Quantity.duration(seconds: offer.etaSeconds),
                offer.state.rawValue, offer.deliveredAt.map(clock.time) ?? "-",
                offer.answeredAt.map(clock.time) ?? "-", offer.reason,
            ])
        }
        return rows.lines
    }

    private var assignments: [String] {
        guard !request.assignments.isEmpty else { return [] }
        var rows = AlignedRows(["ACCEPTED", "MEMBER", "PHONE", "SEAT", "STATE", "EN ROUTE", "ON SCENE", "ENDED"])
        for assignment in request.assignments {
            rows.add([
                clock.time(assignment.acceptedAt), named(assignment.memberId, assignment.memberName),
                assignment.memberPhone ?? "-", assignment.seat,
                assignment.state.rawValue + (assignment.primary ? "" : " (backup)"),
                assignment.enRouteAt.map(clock.time) ?? "-", assignment.onSceneAt.map(clock.time) ?? "-",
                (assignment.clearedAt ?? assignment.endedAt).map(clock.time) ?? "-",
            ])
        }
        return rows.lines
    }

    private var desks: [String] {
        guard !request.whistles.isEmpty else { return [] }
        var rows = AlignedRows(["CALLED", "DESK", "PHONE", "DELIVERED", "REPORTED IN", "ENDED"])
        for whistle in request.whistles {
            let name = whistle.deskId.map { named($0, whistle.deskName) } ?? "NO DESK: ring somebody by hand"
            rows.add([
                clock.time(whistle.calledAt), "\(whistle.level.rawValue) \(name)", whistle.deskPhone ?? "-",
                whistle.failedAt.map { "FAILED \(clock.time($0))" } ?? whistle.deliveredAt.map(clock.time) ?? "-",
                whistle.reportedInAt.map(clock.time) ?? "-", whistle.endedAt.map(clock.time) ?? "-",
            ])
        }
        return rows.lines
    }

    private var toRing: [String] {
        guard let members = request.unansweredNearest, !members.isEmpty else { return [] }
        var rows = AlignedRows()
        for member in members {
            let name = named(member.memberId, member.name)
            // Beyond the border there is no phone to ring; assigning asks them.
            let phone = member.phone ?? "ask: request assign"
            rows.add(["  " + name, phone, Quantity.distance(meters: member.distanceMeters)])
        }
        return ["NOBODY ANSWERED. Ring the nearest:"] + rows.lines
    }

    private var similar: [String] {
        guard !request.similar.isEmpty else { return [] }
        var rows = AlignedRows()
        for other in request.similar {
            rows.add([
                "  \(other.number)", clock.time(other.createdAt), other.category, other.state.rawValue, other.id,
            ])
        }
        return ["May be the same call as:"] + rows.lines
    }

    private var timeline: [String] {
        var rows = AlignedRows()
        for event in request.timeline { rows.add(EventLine.cells(event, clock, namesRequest: false)) }
        let isCut = request.timeline.count >= WireLimits.timelineEntries
        let start = request.timelineStart.map {
            "What came before position \($0) of the journal is \(isCut ? "not shown" : "no longer kept")."
        }
        let notes = request.olderNotes.map { "Not shown: \(Quantity.count($0, "older note"))." }
        return [start, notes].compactMap(\.self) + rows.lines
    }

    private func named(_ id: String, _ name: String?) -> String {
        name.map { "\($0) (\(id))" } ?? id
    }
}
