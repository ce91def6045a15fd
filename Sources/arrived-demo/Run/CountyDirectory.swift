import DispatchCore
import Simulation

/// Looks up who an id of the invented county is; events carry ids only.
struct CountyDirectory: Sendable {
    private let members: [String: InventedMember]
    private let households: [String: InventedHousehold]
    private let villages: [String: Village]

    init(_ county: InventedCounty) {
        members = Dictionary(county.members.map { ($0.id, $0) }) { first, _ in first }
        households = Dictionary(county.households.map { ($0.id, $0) }) { first, _ in first }
        villages = Dictionary(county.villages.map { ($0.code, $0) }) { first, _ in first }
    }

    /// `云甲子 (M00123, ebike)`.
    func member(_ id: String?) -> String {
        guard let id else { return "?" }
        guard let member = members[id] else { return id }
        return "\(member.name) (\(id), \(member.transport.rawValue))"
    }

    func phone(ofMember id: String) -> String? { members[id]?.phone }

    func household(_ id: String?) -> InventedHousehold? { id.flatMap { households[$0] } }

    func village(_ code: String) -> Village? { villages[code] }
}
