import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Geospatial
import Hummingbird

/// `/v1/villages`: finding where a caller means.
struct VillageRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("villages", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try context.principal(.operator, .administrator, .integrator, .desk)
        let query = try request.query("name")
        let directory = dispatcher.directory
        var villages = directory.villages
        if let name = try query.text("name", atMost: WireLimits.nameCharacters) {
            let exact = directory.villages(named: name, township: nil)
            villages =
                exact.isEmpty ? directory.villages(containing: name, limit: WireLimits.pageSize.upperBound) : exact
        }
        return try APIAnswer.json(VillageList(villages: villages.map(VillageView.init)))
    }
}

extension VillageView {
    init(_ village: Village) {
        self.init(
            code: village.code,
            name: village.name,
            townshipCode: village.townshipCode,
            township: village.township,
            latitude: village.coordinate.latitude,
            longitude: village.coordinate.longitude
        )
    }
}
