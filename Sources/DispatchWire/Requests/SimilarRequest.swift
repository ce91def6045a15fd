/// An open request that may be the same call once more.
package struct SimilarRequest: Hashable, Sendable, Codable {
    package var id: String
    package var number: Int
    package var state: RequestView.State
    package var category: String
    package var createdAt: WireTime

    package init(id: String, number: Int, state: RequestView.State, category: String, createdAt: WireTime) {
        self.id = id
        self.number = number
        self.state = state
        self.category = category
        self.createdAt = createdAt
    }
}
