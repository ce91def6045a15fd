import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire

/// Shows lines of the journal.
struct TimelinePresenter: Sendable {
    /// Names of tokens by id.
    let tokenNames: [String: String]
    let clock: ServiceClock

    func message(_ line: Store.JournalLine) -> EventMessage {
        var fields: [String: JSONValue] = [:]
        // The journal holds only what this program has encoded; a line that cannot be read still tells what happened.
        if let payload = try? JSONValue(parsing: line.payload), case .object(let members) = payload { fields = members }
        func take(_ name: String) -> String? { fields.removeValue(forKey: name)?.text }
        _ = take("requestID")
        if line.isErased {
            // The journal keeps the ids of whom a request was about; they are told no longer.
            for name in ["householdID", "contacts"] { fields[name] = nil }
        }
        let seat = take("seatID")
        let offer = take("offerID")
        let assignment = take("assignmentID")
        let member = take("memberID")
        return EventMessage(
            position: line.position,
            at: WireTime(line.wall),
            type: line.kind,
            requestId: line.requestID,
            seat: seat,
            offerId: offer,
            assignmentId: assignment,
            memberId: member,
            actor: Actor(text: line.actor).flatMap { name(of: $0) },
            // Of two names that are one outside, the first in alphabetical order counts.
            details: Dictionary(fields.sorted { $0.key < $1.key }.map(outside)) { first, _ in first }
        )
    }

    /// The name of a token, the id of a member; nil for the daemon itself.
    func name(of actor: Actor) -> String? {
        switch actor {
        case .token(let id): tokenNames[id] ?? id
        case .member(let id): id.text
        case .desk(let id): id.text
        case .courier, .system: nil
        }
    }

    /// When each step of an assignment was taken.
    static func steps(of id: AssignmentID, in timeline: [Store.JournalLine]) -> [Step: Timestamp] {
        var steps: [Step: Timestamp] = [:]
        for line in timeline where line.kind == "assignment.stepped" {
            guard let payload = try? JSONValue(parsing: line.payload),
                payload["assignmentID"]?.text == id.description,
                let step = payload["step"]?.text.flatMap(Step.init(rawValue:))
            else { continue }
            steps[step] = steps[step] ?? line.at
        }
        return steps
    }

    /// Inside, times are milliseconds, elapsed unless somebody named them, and ids end in `ID`; outside, times are RFC 3339
    /// and ids end in `Id`.
    private func outside(_ name: String, _ value: JSONValue) -> (String, JSONValue) {
        let name = name.hasSuffix("ID") ? String(name.dropLast(2)) + "Id" : name
        guard let milliseconds = value.wholeNumber.map({ Int64($0) }) else { return (name, value) }
        if name == "awayUntil" || name == "scheduledFor" {
            return (name, .string(WireTime(milliseconds: milliseconds).description))
        }
        guard name.hasSuffix("At") else { return (name, value) }
        return (name, .string(clock.wire(Timestamp(milliseconds: milliseconds)).description))
    }
}
