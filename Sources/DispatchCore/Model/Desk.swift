/// Where somebody is on duty for a village's branch, a township or the county: called upon when nobody near accepts.
///
/// Name and phone are not here: the core decides without them.
package struct Desk: Equatable, Sendable {
    /// Who is called upon first, and who after them.
    package enum Level: String, CaseIterable, Codable, Comparable, Sendable {
        case branch
        case township
        case county

        package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

        private var order: Int {
            switch self {
            case .branch: 0
            case .township: 1
            case .county: 2
            }
        }

        /// The next one; nil above the county.
        var following: Level? { Self.allCases.first { $0 > self } }
    }

    package let id: DeskID
    package let level: Level
    /// The code of the village, the township or the county that it answers for.
    package let code: String
    /// The endpoint that notices go to; nil means “ring by hand”.
    package let endpointID: Int64?

    package init(id: DeskID, level: Level, code: String, endpointID: Int64?) {
        self.id = id
        self.level = level
        self.code = code
        self.endpointID = endpointID
    }
}
