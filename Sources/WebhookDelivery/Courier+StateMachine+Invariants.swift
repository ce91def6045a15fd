extension Courier.StateMachine {
    /// What does not hold and always must; empty in a program without bugs. Tests ask after every step.
    package func violations() -> [String] {
        var found = queue.violations()
        func check(_ holds: Bool, _ text: @autoclosure () -> String) {
            if !holds { found.append(text()) }
        }
        check(held.count <= configuration.jobLimit, "more jobs than the limit")
        check(flights.count == queue.inFlight, "the queue counts other attempts than there are")
        for (endpoint, log) in paces {
            check(log.starts.count <= 90, "endpoint \(endpoint): more starts remembered than any platform counts")
        }
        let paused = Set(queue.endpoints.filter(\.value.isPaused).keys)
        check(paused == Set(pauses.keys), "pauses and paused endpoints differ")
        let aboard = flights.values.flatMap(\.deliveries)
        let flying = Set(aboard)
        check(flying.count == aboard.count, "a delivery flies twice")
        check(flights.values.allSatisfy { !$0.deliveries.isEmpty }, "an attempt brings nothing")
        let queued = queue.endpoints.values.flatMap(\.queue)
        check(Set(queued).count == queued.count, "a delivery is queued twice")
        let unrecorded = reports.map(\.deliveryID)
        check(Set(unrecorded).count == unrecorded.count, "a delivery has two reports waiting")
        for (delivery, entry) in held {
            check(flying.contains(delivery) == (entry.stage == .flying), "delivery \(delivery): flight misstated")
            if case .recording = entry.stage { continue }
            check(!unrecorded.contains(delivery), "delivery \(delivery) goes on before its report is recorded")
        }
        check(queued.allSatisfy { held[$0]?.stage == .ready }, "a delivery is queued that is not ready")
        check(held.values.count { $0.stage == .ready } == queued.count, "a delivery is ready but not queued")
        let noticed = deliveriesByNotice.values.flatMap { $0 }
        check(noticed.count == held.count && Set(noticed) == Set(held.keys), "deliveries and notices differ")
        return found
    }
}
