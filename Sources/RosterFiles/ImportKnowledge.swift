package import DispatchCore

/// What is known of the county before a file is read, for values that refer to it.
package struct ImportKnowledge: Sendable {
    /// The villages in force by their codes; for members and households.
    package let villages: [String: Village]
    /// The members in force; for the contacts of households.
    package let memberIDs: Set<MemberID>
    /// For the desk of the county.
    package let countyCode: String

    package init(villages: [String: Village], memberIDs: Set<MemberID>, countyCode: String) {
        self.villages = villages
        self.memberIDs = memberIDs
        self.countyCode = countyCode
    }
}
