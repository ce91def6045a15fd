import DispatchCore
import DispatchWire

/// Why some were asked and others not, as people read it.
struct ExplanationReport {
    let request: RequestView
    let explanation: Explanation
    let clock: LocalClock

    var text: String {
        let heading = "Request \(request.number), as of \(clock.time(explanation.at)):"
        return ([[heading], asked, notAsked].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") })
            .joined(separator: "\n\n")
    }

    private var asked: [String] {
        guard !request.offers.isEmpty else { return ["Nobody has been asked."] }
        var rows = AlignedRows(["RANK", "ASKED", "MEMBER", "DISTANCE", "ETA", "CHANCE", "GAIN", "WHY", "STATE"])
        for offer in request.offers {
            rows.add([
                String(offer.rank), clock.time(offer.offeredAt), name(offer.memberId),
                Quantity.distance(meters: offer.distanceMeters), Quantity.duration(seconds: offer.etaSeconds),
                offer.chance.map(Self.percent) ?? "-", offer.gainSeconds.map { "\(Self.seconds($0))" } ?? "-",
                offer.reason, offer.state.rawValue,
            ])
        }
        return rows.lines
    }

    private var notAsked: [String] {
        let others = explanation.members.filter { $0.reason != nil }
        guard !others.isEmpty else { return ["All members near are asked or go."] }
        var rows = AlignedRows(["NEAR, NOT ASKED", "DISTANCE", "ETA", "WHY NOT"])
        for member in others {
            rows.add([
                name(member.memberId), Quantity.distance(meters: member.distanceMeters),
                Quantity.duration(seconds: member.etaSeconds), why(member),
            ])
        }
        return rows.lines
    }

    private func name(_ id: String) -> String {
        let name = explanation.members.first { $0.memberId == id }?.memberName
        return name.map { "\($0) (\(id))" } ?? id
    }

    private func why(_ member: Explanation.Near) -> String {
        let until = member.until.map { " until \(clock.dayAndTime($0))" } ?? ""
        switch member.reason {
        case nil: return ""
        case .offDuty: return "off duty"
        case .away: return "away\(until)"
        case .busy:
            let numbers = (member.requests ?? []).map(String.init).joined(separator: ", ")
            return numbers.isEmpty ? "busy" : "busy with request \(numbers)"
        case .unreachable: return "no endpoint: ring them"
        case .lacksCapability: return "lacks \((member.lacks ?? []).joined(separator: ", "))"
        case .exempt: return "exempt from \(request.category)"
        case .quietHours: return "quiet hours \(member.quietHours ?? "")"
        case .resting: return "rests\(until)"
        case .capped: return "has had \(member.alerts ?? 0) alerts in seven days"
        case .askedBefore: return "was asked before: \(member.offerState?.rawValue ?? "?")"
        case .askedElsewhere: return "is asked for another request"
        case .contactsFirst: return "the household's contacts come first"
        case .noGain:
            let gain = Self.seconds(member.gainSeconds ?? 0)
            let cost = Self.seconds(member.costSeconds ?? 0)
            return "an alert would gain \(gain) and must gain \(cost)"
        case .othersFirst: return "others come first"
        case .nobodyWanted: return "nobody is wanted now"
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int(nearest: share * 100)) %" }

    private static func seconds(_ seconds: Double) -> String { "\(Quantity.tenths(seconds)) s" }
}
