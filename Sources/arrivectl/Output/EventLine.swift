import DispatchWire

/// One event of the journal as a line.
enum EventLine {
    /// The cells of the line: time, type, and a sentence, or the ids and numbers of what has none.
    ///
    /// - Parameter namesRequest: Whether the line says which request it is about; not among lines of one request.
    static func cells(_ event: EventMessage, _ clock: LocalClock, namesRequest: Bool) -> [String] {
        let said = event.text ?? sentence(event)
        let request = namesRequest && event.text == nil ? event.requestId.map { "  (request \($0))" } ?? "" : ""
        return [clock.time(event.at), event.type, said.map { $0 + request } ?? facts(event).joined(separator: "  ")]
    }

    /// What happened, in words; nil for an event this program does not know, or one that lacks what its words need.
    private static func sentence(_ event: EventMessage) -> String? {
        func detail(_ name: String) -> String? { event.details[name].map { $0.text ?? "\($0)" } }
        let by = event.actor.map { " by \($0)" } ?? ""
        switch event.type {
        case "request.opened":
            guard let number = detail("number"), let category = detail("category"), let urgency = detail("urgency")
            else {
                return nil
            }
            return "no. \(number): \(category), \(urgency), village \(detail("villageCode") ?? "?")\(by)"
        case "request.unanswered": return "NOBODY IS LEFT TO ASK: ring members by hand"
        case "request.cancelled": return "cancelled\(by)"
        case "request.closed": return "closed\(by)\(detail("grade").map { ", grade \($0)" } ?? "")"
        case "request.reopened": return "reopened\(by)"
        case "request.noted": return "a note\(by)"
        case "request.graded": return "graded\(by)\(detail("grade").map { ": \($0)" } ?? "")"
        case "request.seat-added": return "a seat more, \(detail("role") ?? "?")\(by)"
        case "request.place-corrected": return "the place is corrected: village \(detail("villageCode") ?? "?")\(by)"
        case "request.urgency-changed": return "now \(detail("urgency") ?? "?")\(by)"
        case "household.forgotten": return "household \(detail("householdId") ?? "?") is forgotten\(by)"
        case "personal-data.erased":
            return
                "of \(detail("requestCount") ?? "?") requests it is erased who called; they ended before \(detail("cutOffAt") ?? "?")"
        case "endpoint.disabled":
            return
                "endpoint \(detail("endpointId") ?? "?") IS SWITCHED OFF (\(detail("reason") ?? "?")): its members are out of reach\(by)"
        case "endpoint.checked":
            return detail("isReached") == "true"
                ? "endpoint \(detail("endpointId") ?? "?") is reached again"
                : "endpoint \(detail("endpointId") ?? "?") IS NOT REACHED: its test did not arrive"
        case "endpoint.enabled": return "endpoint \(detail("endpointId") ?? "?") is on again\(by)"
        case "desk.whistled":
            guard let desk = detail("deskId") else { return "NO DESK TO CALL: ring somebody by hand" }
            return "the \(detail("level") ?? "?") desk \(desk) is called\(by)"
        case "desk.delivered": return "\(detail("deskId") ?? "the desk") has the notice"
        case "desk.undeliverable":
            return "\(detail("deskId") ?? "the desk") CANNOT BE REACHED: the next level is called"
        case "desk.reported-in": return "\(detail("deskId") ?? "the desk") reports in\(by)"
        case "desk.stood-down": return "\(detail("deskId") ?? "the desk") is not needed any more"
        case _: break
        }
        guard let member = event.memberId else { return nil }
        switch event.type {
        case "offer.made":
            let distance = event.details["distanceMeters"]?.wholeMeters.map { ", \($0) m" } ?? ""
            return "\(member) is asked (\(detail("reason") ?? "?")\(distance))"
        case "offer.delivered": return "\(member) has the notice"
        case "offer.silent": return "\(member): \(detail("silence") ?? "silent"), others are asked too"
        case "offer.accepted": return "\(member) accepts\(detail("isByHand") == "true" ? " (assigned\(by))" : "")"
        case "offer.declined": return "\(member) declines"
        case "offer.expired": return "\(member) did not answer in time"
        case "offer.withdrawn": return "\(member) need not go (\(detail("reason") ?? "?"))"
        case "offer.covered": return "\(member) says yes; others are enough, and they are told so with thanks"
        case "offer.reranked":
            return "\(member) has another way now (\(event.details["distanceMeters"]?.wholeMeters ?? 0) m)"
        case "assignment.primary": return "\(member) is expected first"
        case "assignment.nudged": return "\(member) is reminded (\(detail("awaited") ?? "?"))"
        case "offer.undeliverable": return "\(member) cannot be reached"
        case "assignment.stepped": return detail("step").map { "\(member): \($0)" }
        case "assignment.ended": return detail("ending").map { "\(member): \($0)" }
        case "assignment.reinstated": return "\(member) goes after all"
        case "assignment.arrived": return "\(member) is on scene as well"
        case "member.forgotten": return "\(member) is forgotten\(by)"
        case "member.duty-changed":
            let duty = detail("isOnDuty") == "true" ? "on duty" : "off duty"
            return "\(member): \(duty)\(detail("awayUntil").map { ", away until \($0)" } ?? "")\(by)"
        case _: return nil
        }
    }

    private static func facts(_ event: EventMessage) -> [String] {
        let ids = [
            ("request", event.requestId), ("seat", event.seat), ("offer", event.offerId),
            ("assignment", event.assignmentId), ("member", event.memberId), ("by", event.actor),
        ]
        let details = event.details.sorted { $0.key < $1.key }
        return ids.compactMap { name, id in id.map { "\(name) \($0)" } }
            + details.map { name, value in "\(name) \(value.text ?? "\(value)")" }
    }
}

extension JSONValue {
    /// A number of metres without its fraction.
    fileprivate var wholeMeters: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .number(let value): Int(exactly: value.rounded())
        case .null, .bool, .string, .array, .object: nil
        }
    }
}
