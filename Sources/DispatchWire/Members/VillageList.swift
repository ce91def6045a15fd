/// The answer of `GET /v1/villages`.
package struct VillageList: Hashable, Sendable, Codable {
    package var villages: [VillageView]

    package init(villages: [VillageView]) {
        self.villages = villages
    }
}
