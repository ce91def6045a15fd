/// What `arrivectl init` is to make.
struct NewStore: Hashable, Sendable {
    /// Where the database will lie; its token key lies beside it.
    let path: String
    /// The administrative code of the county the store will hold.
    let countyCode: String
    /// For a demonstration, whose daemon may speed its clock up.
    let isDemo: Bool
}
