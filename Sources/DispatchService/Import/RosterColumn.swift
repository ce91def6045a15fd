/// The columns of one kind of roster file; the raw value is the column's name.
///
/// All but the optional ones must be in the header, though most values may be empty: a column that is left out or misspelt
/// would otherwise take the endpoints of every member away.
protocol RosterColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    static var latitude: Self { get }
    static var longitude: Self { get }
    static var crs: Self { get }
    /// Those that a file may do without; then every value of theirs counts as empty.
    static var optional: Set<Self> { get }
}

extension RosterColumn {
    static var optional: Set<Self> { [] }
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
    case capacity
    case quietHours = "quiet_hours"
    case exempt

    static var optional: Set<Self> { [.capacity, .quietHours, .exempt] }
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
