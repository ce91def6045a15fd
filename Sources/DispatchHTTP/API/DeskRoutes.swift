import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/desks`: who is called upon when nobody near accepts.
struct DeskRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("desks", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .desk)
        _ = try request.query()
        let sight = dispatcher.sight(of: principal)
        let desks = try await dispatcher.store.deskRecords().filter { sight.covers($0) }
        return try APIAnswer.json(DeskList(desks: desks.map(DeskView.init)))
    }
}

extension DeskView {
    init(_ desk: DeskRecord) {
        self.init(
            id: desk.id.text,
            level: Level(desk.level),
            code: desk.code,
            name: desk.name,
            phone: desk.phone,
            channel: desk.endpoint?.channel,
            endpoint: desk.endpoint?.shown
        )
    }
}

extension EndpointRecord {
    /// Scheme and host of the URL: path and query may be secrets.
    var shown: String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }
}
