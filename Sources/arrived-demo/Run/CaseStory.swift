import DispatchWire

/// One request told from its end: who was asked, who came, and how long each part took.
struct CaseStory {
    let request: RequestView
    let directory: CountyDirectory

    var lines: [String] {
        var lines = ["", "The case from the call to the close · 从来电到回访", ""]
        lines += asked + [""] + spans
        return lines
    }

    private var asked: [String] {
        let counts = Dictionary(grouping: request.offers, by: \.state).mapValues(\.count)
        let answers = OfferView.State.allCases.compactMap { state in
            counts[state].map { "\($0) \(state == .pending ? "silent" : state.rawValue)" }
        }
        let ended = request.assignments.filter { $0.state != .cleared }.map {
            "  \($0.state.rawValue): \(directory.member($0.memberId))"
        }
        let came = request.assignments.filter { $0.state == .cleared }.map {
            "  came: \(directory.member($0.memberId))"
        }
        return ["  asked: \(request.offers.count) (\(answers.joined(separator: ", ")))"] + ended + came
    }

    /// Intervals by the words of the field: alarm handling, turnout, travel.
    private var spans: [String] {
        guard let assignment = request.assignments.last(where: { $0.state == .cleared }) else { return [] }
        var moments: [(name: String, at: WireTime?)] = [("来电 call", request.createdAt)]
        moments.append(("送达 first offer delivered", request.offers.compactMap(\.deliveredAt).min()))
        moments.append(("接单 accepted", assignment.acceptedAt))
        moments.append(("出发 on the way", assignment.enRouteAt))
        moments.append(("到达 on scene", assignment.onSceneAt))
        moments.append(("送医 transporting", assignment.transportingAt))
        moments.append(("到院 at hospital", assignment.atFacilityAt))
        moments.append(("入院 admitted", assignment.admittedAt))
        moments.append(("出院 discharged", assignment.dischargedAt))
        moments.append(("完成 cleared", assignment.clearedAt))
        moments.append(("回访 closed", request.timeline.last { $0.type == "request.closed" }?.at))
        var lines = moments.compactMap { moment in
            moment.at.map { at in
                let span = Interval.text(from: request.createdAt, to: at)
                return
                    "  \(Interval.clock(at))  +\(span)\(String(repeating: " ", count: max(1, 9 - span.count)))\(moment.name)"
            }
        }
        if let arrival = request.firstArrivalAt {
            lines += ["", "  call → first arrival 第一个到: \(Interval.text(from: request.createdAt, to: arrival))"]
        }
        return lines
    }
}
