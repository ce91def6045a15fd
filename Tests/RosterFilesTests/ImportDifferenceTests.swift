import DispatchCore
import DispatchStore
import RosterFiles
import Testing

@Suite struct ImportDifferenceTests {
    private func members(_ names: [String: String]) throws -> [MemberRecord] {
        try names.sorted { $0.key < $1.key }.flatMap { id, name in
            try ImportFixture.members("\(id),\(name),13900000001,900001,,,,GCJ-02,,,,,")
        }
    }

    @Test func sameListChangesNothing() throws {
        let list = try members(["M1": "甲一", "M2": "甲二"])
        let difference = RosterDifference(members: list, inForce: list.reversed())
        #expect(difference.changesNothing)
        #expect(difference.unchangedCount == 2)
        #expect(difference.missing.isEmpty)
    }

    @Test func addedChangedAndMissingAreTold() throws {
        let difference = RosterDifference(
            members: try members(["M1": "甲一", "M2": "甲乙", "M4": "甲四"]),
            inForce: try members(["M1": "甲一", "M2": "甲二", "M3": "甲三"])
        )
        #expect(difference.added == [MemberID("M4")])
        #expect(difference.changed == [MemberID("M2")])
        #expect(difference.unchangedCount == 1)
        #expect(difference.missing == [MemberID("M3")])
        #expect(!difference.changesNothing)
    }

    @Test func villagesAndHouseholdsAreComparedByTheirIDs() throws {
        let villages = try ImportFixture.villages("900001,东杨村,9000,杨树镇,36.9,115.2,")
        #expect(RosterDifference(villages: villages, inForce: []).added == ["900001"])
        let households = try ImportFixture.households("H1,乙一,,900001,,,,,M1;M2,")
        let others = try ImportFixture.households("H1,乙一,,900001,,,,,M2;M1,")
        // The order of contacts is the order in which they are asked.
        #expect(RosterDifference(households: others, inForce: households).changed == ["H1"])
    }
}
