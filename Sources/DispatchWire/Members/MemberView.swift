/// A member as operators and administrators see one.
package struct MemberView: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var phone: String
    package var villageCode: String
    package var village: String
    package var township: String
    package var branch: String?
    /// Home in WGS-84.
    package var latitude: Double
    package var longitude: Double
    package var capabilities: [String]
    /// `walk`, `bicycle`, `ebike` or `car`.
    package var transport: String
    package var duty: Duty
    package var awayUntil: WireTime?
    /// Where the member said to be, if not at home.
    package var position: ReportedPosition?
    /// How the member is reached; nil if by ringing only.
    package var channel: String?
    /// The endpoint without its path and query, which may hold a secret.
    package var endpoint: String?
    /// Where what does not arrive there goes, likewise.
    package var fallback: String?
    /// What the member holds now, if anything.
    package var assignment: OpenAssignment?
    /// Assignments at once: 1 for a person, more for an organisation.
    package var capacity: Int
    /// `22:00-06:00`, local time; nil when they may always be called.
    package var quietHours: String?
    /// Categories they are never asked for.
    package var exempt: [String]
    /// Only where one member is shown.
    package var learned: LearnedView?

    package init(
        id: String,
        name: String,
        phone: String,
        villageCode: String,
        village: String,
        township: String,
        branch: String? = nil,
        latitude: Double,
        longitude: Double,
        capabilities: [String],
        transport: String,
        duty: Duty,
        awayUntil: WireTime? = nil,
        position: ReportedPosition? = nil,
        channel: String? = nil,
        endpoint: String? = nil,
        fallback: String? = nil,
        assignment: OpenAssignment? = nil,
        capacity: Int = 1,
        quietHours: String? = nil,
        exempt: [String] = [],
        learned: LearnedView? = nil
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.villageCode = villageCode
        self.village = village
        self.township = township
        self.branch = branch
        self.latitude = latitude
        self.longitude = longitude
        self.capabilities = capabilities
        self.transport = transport
        self.duty = duty
        self.awayUntil = awayUntil
        self.position = position
        self.channel = channel
        self.capacity = capacity
        self.quietHours = quietHours
        self.exempt = exempt
        self.learned = learned
        self.endpoint = endpoint
        self.fallback = fallback
        self.assignment = assignment
    }

    /// Whether a member is to be asked at all.
    package enum Duty: String, CaseIterable, Codable, Sendable {
        case on
        case off
    }

    /// A point in WGS-84 and when it was reported.
    package struct ReportedPosition: Hashable, Sendable, Codable {
        package var latitude: Double
        package var longitude: Double

        package init(latitude: Double, longitude: Double) {
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// The assignment a member holds, as far as a list needs it.
    package struct OpenAssignment: Hashable, Sendable, Codable {
        package var id: String
        package var requestId: String
        package var number: Int
        package var state: AssignmentView.State

        package init(id: String, requestId: String, number: Int, state: AssignmentView.State) {
            self.id = id
            self.requestId = requestId
            self.number = number
            self.state = state
        }
    }
}
