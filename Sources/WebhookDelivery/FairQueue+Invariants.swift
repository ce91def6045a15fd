extension FairQueue {
    /// What does not hold and always must; empty in a program without bugs. Tests ask after every step.
    package func violations() -> [String] {
        var found: [String] = []
        func check(_ holds: Bool, _ text: @autoclosure () -> String) {
            if !holds { found.append(text()) }
        }
        for lane in [Lane.healthy, .sick] {
            let state = lane == .healthy ? healthy : sick
            let members = endpoints.filter { $0.value.lane == lane }
            let able = members.filter {
                !$0.value.queue.isEmpty && $0.value.inFlight < limit($0.value) && !$0.value.isPaused
            }
            check(state.inFlight == members.values.reduce(0) { $0 + $1.inFlight }, "\(lane): places miscounted")
            check(Set(state.turns) == Set(able.keys), "\(lane): turns differ from the endpoints that could start")
            check(Set(state.turns).count == state.turns.count, "\(lane): an endpoint has two turns")
        }
        check(inFlight <= configuration.inFlightLimit, "too many attempts in flight")
        for (id, endpoint) in endpoints {
            let most = endpoint.isGroup ? 1 : configuration.endpointInFlightLimit
            check(endpoint.inFlight <= most, "endpoint \(id): too many attempts")
            check((0...endpoint.inFlight).contains(endpoint.slow), "endpoint \(id): slow attempts miscounted")
            check(endpoint.isIdle == (endpoint.idleSince != nil), "endpoint \(id): idleness misstated")
            check(
                !endpoint.isIdle || endpoint.lane == .sick || endpoint.isPaused,
                "endpoint \(id): remembered for nothing"
            )
        }
        return found
    }
}
