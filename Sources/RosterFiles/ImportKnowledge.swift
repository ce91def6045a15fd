package import DispatchCore

/// What is known of the county before a file is read, for values that refer to it.
package struct ImportKnowledge: Sendable {
    /// The villages in force by their codes; for members and households.
    package let villages: [String: Village]
    /// The members in force; for the contacts of households.
    package let memberIDs: Set<MemberID>
    /// For the desk of the county; nil where it is not known, and then any will do.
    package let countyCode: String?
    /// For what members are exempt from, in their order; nil where they are not known, and then any word will do.
    package let categories: [String]?

    package init(
        villages: [String: Village],
        memberIDs: Set<MemberID>,
        countyCode: String? = nil,
        categories: [String]? = nil
    ) {
        self.categories = categories
        self.villages = villages
        self.memberIDs = memberIDs
        self.countyCode = countyCode
    }
}
