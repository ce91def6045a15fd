import DispatchCore
import DispatchWire

/// Members as people read them.
struct MemberReport {
    let clock: LocalClock

    /// All of one member, a fact to a line.
    func full(_ member: MemberView) -> String {
        var rows = AlignedRows()
        rows.add(["id", member.id])
        rows.add(["name", member.name])
        rows.add(["phone", member.phone])
        rows.add(["home", "\(member.village), \(member.township) (\(member.villageCode))"])
        if let branch = member.branch { rows.add(["branch", branch]) }
        rows.add(["coordinates", "\(member.latitude), \(member.longitude)"])
        if let position = member.position {
            rows.add(["now at", "\(position.latitude), \(position.longitude)"])
        }
        rows.add(["capabilities", member.capabilities.isEmpty ? "-" : member.capabilities.joined(separator: ";")])
        rows.add(["transport", member.transport])
        rows.add(["duty", duty(member)])
        rows.add(["reached by", reachedBy(member)])
        if member.capacity > 1 { rows.add(["capacity", "\(member.capacity) assignments at once"]) }
        if let hours = member.quietHours { rows.add(["quiet hours", hours]) }
        if !member.exempt.isEmpty { rows.add(["exempt from", member.exempt.joined(separator: ";")]) }
        if let learned = member.learned { add(learned, member, to: &rows) }
        if let assignment = member.assignment {
            rows.add([
                "assigned", "request \(assignment.number), \(assignment.state.rawValue) (\(assignment.requestId))",
            ])
        }
        return rows.text
    }

    private func add(_ learned: LearnedView, _ member: MemberView, to rows: inout AlignedRows) {
        rows.add([
            "accepts",
            "\(Int(nearest: learned.acceptance * 100)) % when asked now"
                + " (\(Quantity.tenths(learned.accepts)) of \(Quantity.tenths(learned.offers)) offers, older ones counting less)",
        ])
        rows.add(["alerts", "\(learned.alerts) in seven days"])
        if let until = learned.restsUntil { rows.add(["rests", "until \(clock.dayAndTime(until))"]) }
        rows.add([
            "county",
            "answers in \(Quantity.duration(seconds: learned.answerMedianSeconds)),"
                + " sets out in \(Quantity.duration(seconds: learned.turnoutMedianSeconds)),"
                + " \(Int(nearest: learned.noShow * 100)) % never come,"
                + " \(member.transport) \(Quantity.tenths(learned.metersPerSecond)) m/s",
        ])
    }

    /// Many members, one to a line.
    func list(_ list: MemberList) -> String {
        var rows = AlignedRows(["ID", "NAME", "PHONE", "VILLAGE", "TRANSPORT", "DUTY", "ASSIGNED", "CAPABILITIES"])
        for member in list.members {
            rows.add([
                member.id, member.name, member.phone, member.village, member.transport, duty(member),
                member.assignment.map { "request \($0.number)" } ?? "-", member.capabilities.joined(separator: ";"),
            ])
        }
        return rows.text + (list.next.map { "\nMore with --after \($0)" } ?? "")
    }

    /// The nearest members, the nearest first.
    func nearest(_ nearest: NearestMembers) -> String {
        guard !nearest.members.isEmpty else { return "Nobody is on duty and free." }
        var rows = AlignedRows(["ID", "DISTANCE", "ETA", "NAME", "PHONE"])
        for member in nearest.members {
            rows.add([
                member.id, Quantity.distance(meters: member.distanceMeters),
                Quantity.duration(seconds: member.etaSeconds), member.name ?? "-", member.phone ?? "-",
            ])
        }
        return rows.text
    }

    private func duty(_ member: MemberView) -> String {
        member.duty.rawValue + (member.awayUntil.map { ", away until \(clock.dayAndTime($0))" } ?? "")
    }

    private func reachedBy(_ member: MemberView) -> String {
        guard let endpoint = member.endpoint else { return "ringing by hand" }
        return [member.channel, endpoint, member.fallback.map { "else \($0)" }].compactMap(\.self)
            .joined(separator: ", ")
    }
}
