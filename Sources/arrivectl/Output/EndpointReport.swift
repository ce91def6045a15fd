import DispatchWire

/// Endpoints and deliveries as people read them.
struct EndpointReport {
    let clock: LocalClock

    func list(_ list: EndpointList) -> String {
        guard !list.endpoints.isEmpty else { return "No endpoints." }
        var rows = AlignedRows(["ID", "CHANNEL", "ADDRESS", "MEMBERS", "DESKS", "STATE", "LAST SENT", "WAITING"])
        for endpoint in list.endpoints {
            rows.add([
                String(endpoint.id), endpoint.channel, endpoint.address, String(endpoint.members),
                String(endpoint.desks), state(endpoint), endpoint.lastSentAt.map(clock.dayAndTime) ?? "-",
                String(endpoint.waiting),
            ])
        }
        return rows.text + (list.next.map { "\nMore with --after \($0)" } ?? "")
    }

    func full(_ endpoint: EndpointView) -> String {
        var rows = AlignedRows()
        rows.add(["id", String(endpoint.id)])
        rows.add(["channel", endpoint.channel])
        rows.add(["address", endpoint.address])
        rows.add(["reaches", "\(endpoint.members) members, \(endpoint.desks) desks"])
        rows.add(["state", state(endpoint)])
        rows.add(["last sent", endpoint.lastSentAt.map(clock.dayAndTime) ?? "never"])
        rows.add(["last failed", endpoint.lastFailedAt.map(clock.dayAndTime) ?? "never"])
        rows.add(["waiting", String(endpoint.waiting)])
        switch endpoint.rotation {
        case "both": rows.add(["secret", "being changed: the listed and the new one sign"])
        case "new": rows.add(["secret", "changed: the next list is to name the new one"])
        case _: break
        }
        return rows.text
    }

    private func state(_ endpoint: EndpointView) -> String {
        if let at = endpoint.disabledAt {
            return "OFF since \(clock.dayAndTime(at)) (\(endpoint.disabledReason ?? "?"))"
        }
        guard endpoint.failures > 0 else { return endpoint.lastSentAt == nil ? "not used yet" : "well" }
        return "failing, \(endpoint.failures) in a row"
    }

    func list(_ list: DeliveryList) -> String {
        guard !list.deliveries.isEmpty else { return "No deliveries." }
        var rows = AlignedRows(["ID", "MADE", "TYPE", "TO", "ENDPOINT", "STATE", "ATTEMPTS"])
        for delivery in list.deliveries {
            rows.add([
                String(delivery.id), clock.dayAndTime(delivery.createdAt), delivery.type, delivery.memberId ?? "a desk",
                String(delivery.endpoint), delivery.state.rawValue, String(delivery.attemptCount),
            ])
        }
        return rows.text + (list.next.map { "\nMore with --after \($0)" } ?? "")
    }

    func full(_ delivery: DeliveryView) -> String {
        var rows = AlignedRows()
        rows.add(["id", String(delivery.id)])
        rows.add(["notice", "\(delivery.type) \(delivery.noticeId)"])
        rows.add(["request", delivery.requestId])
        rows.add(["to", "\(delivery.memberId ?? "a desk"), endpoint \(delivery.endpoint)"])
        rows.add(["made", clock.dayAndTime(delivery.createdAt)])
        rows.add(["until", clock.dayAndTime(delivery.deadline)])
        let due = delivery.dueAt.map { ", next attempt \(clock.dayAndTime($0))" } ?? ""
        let settled = delivery.settledAt.map { " \(clock.dayAndTime($0))" } ?? ""
        rows.add(["state", delivery.state.rawValue + settled + due])
        let attempts = (delivery.attempts ?? []).flatMap(lines)
        return ([rows.text] + attempts).joined(separator: "\n")
    }

    /// An attempt on a line, and what was answered on another.
    func lines(_ attempt: DeliveryView.Attempt) -> [String] {
        let stages = [
            ("dns", attempt.dnsMilliseconds), ("connect", attempt.connectMilliseconds),
            ("tls", attempt.tlsMilliseconds), ("first byte", attempt.firstByteMilliseconds),
            ("total", attempt.totalMilliseconds),
        ].compactMap { name, milliseconds in milliseconds.map { "\(name) \($0) ms" } }
        let facts = [
            attempt.status.map { "HTTP \($0)" }, attempt.platformCode.map { "code \($0)" }, attempt.reason,
            attempt.fault, attempt.leadDelivery.map { "in the message of delivery \($0)" },
        ].compactMap(\.self)
        let line =
            "\(attempt.number). \(clock.time(attempt.startedAt)) \(attempt.outcome)"
            + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
            + (stages.isEmpty ? "" : "  \(stages.joined(separator: ", "))")
        return [line]
            + (attempt.answer.map { ["   " + $0.split(whereSeparator: \.isNewline).joined(separator: " ")] } ?? [])
    }
}
