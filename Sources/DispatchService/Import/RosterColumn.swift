/// The columns of one kind of roster file; the raw value is the column's name.
///
/// All of them must be in the header, though most values may be empty: a column that is left out or misspelt would
/// otherwise take the endpoints of every member away.
protocol RosterColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    static var latitude: Self { get }
    static var longitude: Self { get }
    static var crs: Self { get }
}

enum VillageColumn: String, RosterColumn {
    case code
    case name
    case townshipCode = "township_code"
    case township
    case latitude
    case longitude
    case crs
}

enum MemberColumn: String, RosterColumn {
    case id
    case name
    case phone
    case villageCode = "village_code"
    case branch
    case latitude
    case longitude
    case crs
    case capabilities
    case transport
    case channel
    case endpoint
    case secret
}

enum HouseholdColumn: String, RosterColumn {
    case id
    case name
    case phone
    case villageCode = "village_code"
    case address
    case latitude
    case longitude
    case crs
    case contacts
    case notes
}
