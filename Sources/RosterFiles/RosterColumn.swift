/// The columns of one kind of roster file; the raw value is the column's name.
///
/// All but the optional ones must be in the header, though most values may be empty: a column that is left out or misspelt
/// would otherwise take the endpoints of every member away.
protocol RosterColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Those that a file may do without; then every value of theirs counts as empty.
    static var optional: Set<Self> { get }
    /// Whether the bytes of its values count, as those of a URL and a secret do.
    var isVerbatim: Bool { get }
}

extension RosterColumn {
    static var optional: Set<Self> { [] }
    var isVerbatim: Bool { false }
}

/// Columns of a list whose rows lie somewhere.
protocol PlaceColumn: RosterColumn {
    static var latitude: Self { get }
    static var longitude: Self { get }
    static var crs: Self { get }
}

/// The three columns that tell where notices go.
struct EndpointColumns<Column: RosterColumn> {
    let channel: Column
    let endpoint: Column
    let secret: Column
    let answers: Column
}

extension EndpointColumns<MemberColumn> {
    static var first: Self {
        Self(channel: .channel, endpoint: .endpoint, secret: .secret, answers: .answers)
    }
    static var fallback: Self {
        Self(
            channel: .fallbackChannel,
            endpoint: .fallbackEndpoint,
            secret: .fallbackSecret,
            answers: .fallbackAnswers
        )
    }
}

extension EndpointColumns<DeskColumn> {
    static var only: Self {
        Self(channel: .channel, endpoint: .endpoint, secret: .secret, answers: .answers)
    }
}

enum VillageColumn: String, PlaceColumn {
    case code
    case name
    case townshipCode = "township_code"
    case township
    case latitude
    case longitude
    case crs
}

enum MemberColumn: String, PlaceColumn {
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
    case answers
    case fallbackChannel = "fallback_channel"
    case fallbackEndpoint = "fallback_endpoint"
    case fallbackSecret = "fallback_secret"
    case fallbackAnswers = "fallback_answers"

    static var optional: Set<Self> {
        [
            .capacity, .quietHours, .exempt, .answers, .fallbackChannel, .fallbackEndpoint, .fallbackSecret,
            .fallbackAnswers,
        ]
    }

    var isVerbatim: Bool {
        switch self {
        case .endpoint, .secret, .fallbackEndpoint, .fallbackSecret: true
        case .id, .name, .phone, .villageCode, .branch, .latitude, .longitude, .crs, .capabilities, .transport,
            .channel, .capacity, .quietHours, .exempt, .answers, .fallbackChannel, .fallbackAnswers:
            false
        }
    }
}

enum HouseholdColumn: String, PlaceColumn {
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

enum DeskColumn: String, RosterColumn {
    case id
    case level
    case code
    case name
    case phone
    case channel
    case endpoint
    case secret
    case answers

    static var optional: Set<Self> { [.answers] }

    var isVerbatim: Bool {
        switch self {
        case .endpoint, .secret: true
        case .id, .level, .code, .name, .phone, .channel, .answers: false
        }
    }
}
