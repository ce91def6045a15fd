package import DispatchCore
package import DispatchStore
import DispatchWire

/// Whom somebody may know: the one rule wherever a person's name, phone or notes enter or leave.
///
/// Operators and administrators know the people of their scope. Of members beyond it they know those who have accepted a
/// request that lies within it. Machines and desks' tokens get ids. Ids, distances and numbers may be told of anybody.
package struct Sight: Sendable {
    private enum Reach: Sendable {
        case county
        case township(String)
        case nowhere
    }

    /// Whether people are shown at all, or ids alone.
    package let seesPeople: Bool
    private let reach: Reach
    private let directory: VillageDirectory

    private init(_ reach: Reach, seesPeople: Bool, _ directory: VillageDirectory) {
        self.reach = reach
        self.seesPeople = seesPeople
        self.directory = directory
    }

    /// What the holder of a token may know.
    package init(of principal: Principal, in directory: VillageDirectory) {
        let seesPeople =
            switch principal.role {
            case .administrator, .operator: true
            case .desk, .integrator: false
            }
        self.init(principal.townshipCode.map(Reach.township) ?? .county, seesPeople: seesPeople, directory)
    }

    /// What a desk may know that was called upon and has reported in: the people of its township.
    ///
    /// - Parameter desk: nil when it is no longer listed.
    package init(of desk: DeskRecord?, in directory: VillageDirectory) {
        let reach: Reach =
            switch desk?.level {
            case .branch: directory.township(ofVillage: desk?.code ?? "").map(Reach.township) ?? .nowhere
            case .township: .township(desk?.code ?? "")
            case .county: .county
            case nil: .nowhere
            }
        self.init(reach, seesPeople: true, directory)
    }

    /// The code of the township that is the border; nil when there is none.
    package var townshipCode: String? {
        if case .township(let code) = reach { code } else { nil }
    }

    package func covers(township code: String?) -> Bool {
        switch reach {
        case .county: true
        case .township(let own): own == code
        case .nowhere: false
        }
    }

    package func covers(village code: String) -> Bool {
        covers(township: directory.township(ofVillage: code))
    }

    package func covers(_ desk: DeskRecord) -> Bool {
        switch desk.level {
        case .branch: covers(village: desk.code)
        case .township: covers(township: desk.code)
        // Everybody may need the county.
        case .county: true
        }
    }

    /// Whether the name and phone of somebody who lives in this village may be told.
    package func names(in village: String) -> Bool { seesPeople && covers(village: village) }

    /// Refuses a household that lies beyond: whoever opens a request with it makes its people known to those who come.
    func check(_ household: HouseholdRecord) throws(Problem) {
        guard case .township(let own) = reach, !covers(village: household.villageCode) else { return }
        throw .forbidden(scope: .township(own))
    }
}

extension Dispatcher {
    /// What the holder of a token may know at this moment.
    package func sight(of principal: Principal) -> Sight { Sight(of: principal, in: directory) }

    /// Names and phones of those of these members whom somebody may know.
    package func people(
        _ members: [MemberID],
        for sight: Sight
    ) async throws -> [MemberID: (name: String, phone: String)] {
        guard sight.seesPeople else { return [:] }
        return try await store.contactDetails(of: members).filter { sight.names(in: $0.value.villageCode) }
            .mapValues { ($0.name, $0.phone) }
    }
}
