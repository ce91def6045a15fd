import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/retention`: how far what is past its time was removed. For administrators of the whole county.
struct RetentionRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("retention", use: show)
        group.post("retention/catch-up", use: catchUp)
    }

    @Sendable private func show(_ request: Request, _ context: APIContext) async throws -> Response {
        try context.principal(.administrator).check(township: nil)
        return try answer(try await dispatcher.retentionCuts.standings(at: dispatcher.clock.now))
    }

    @Sendable private func catchUp(_ request: Request, _ context: APIContext) async throws -> Response {
        try context.principal(.administrator).check(township: nil)
        guard let standings = try await dispatcher.retentionCuts.catchUp() else { throw Problem(.clockDoubted) }
        return try answer(standings)
    }

    private func answer(_ standings: [RetentionCuts.Standing]) throws -> Response {
        try APIAnswer.json(
            RetentionView(
                cuts: standings.map { standing in
                    RetentionView.Cut(
                        kind: RetentionView.Cut.Kind(standing.cut),
                        at: dispatcher.clock.wire(standing.at),
                        target: dispatcher.clock.wire(standing.target)
                    )
                }
            )
        )
    }
}

extension RetentionView.Cut.Kind {
    init(_ cut: SweepCut) {
        switch cut {
        case .personalData: self = .personalData
        case .attempts: self = .attempts
        case .journal: self = .journal
        }
    }
}
