import CanonicalText
package import DispatchCore
package import Geospatial

/// Which list an import brings.
package enum RosterKind: String, CaseIterable, Sendable {
    case villages
    case members
    case households
    case desks
}

/// Where notices for a member or a desk go; those with equal records share one endpoint.
package struct EndpointRecord: Hashable, Sendable {
    package let url: String
    package let channel: String
    package let secret: String?
    /// Whether answers count only when they are signed with the secret.
    package let signsAnswers: Bool

    package init(url: String, channel: String, secret: String?, signsAnswers: Bool = false) {
        self.url = url
        self.channel = channel
        self.secret = secret
        self.signsAnswers = signsAnswers
    }

    /// By bytes: another spelling of a URL or a secret is another one.
    package static func == (left: Self, right: Self) -> Bool {
        left.signsAnswers == right.signsAnswers && left.url.isSpelled(like: right.url)
            && left.channel.isSpelled(like: right.channel) && (left.secret == nil) == (right.secret == nil)
            && (left.secret ?? "").isSpelled(like: right.secret ?? "")
    }
}

/// A member as a county lists them.
package struct MemberRecord: Equatable, Sendable {
    package let id: MemberID
    package let name: String
    package let phone: String
    package let villageCode: String
    package let branch: String?
    /// nil: the village's point.
    package let home: Coordinate?
    /// Sorted, each word once.
    package let capabilities: [String]
    package let transport: Transport
    /// nil: to be rung by hand.
    package let endpoint: EndpointRecord?
    /// Where what does not arrive there goes.
    package let fallback: EndpointRecord?
    /// Assignments at once: 1 for a person, more for an organisation.
    package let capacity: Int
    package let quietHours: QuietHours?
    /// Sorted, each once.
    package let exemptCategories: [String]

    package init(
        id: MemberID,
        name: String,
        phone: String,
        villageCode: String,
        branch: String?,
        home: Coordinate?,
        capabilities: [String],
        transport: Transport,
        endpoint: EndpointRecord?,
        fallback: EndpointRecord? = nil,
        capacity: Int = 1,
        quietHours: QuietHours? = nil,
        exemptCategories: [String] = []
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.villageCode = villageCode
        self.branch = branch
        self.home = home
        self.capabilities = capabilities
        self.transport = transport
        self.endpoint = endpoint
        self.fallback = fallback
        self.capacity = capacity
        self.quietHours = quietHours
        self.exemptCategories = exemptCategories
    }
}

/// A household as a county lists it.
package struct HouseholdRecord: Equatable, Sendable {
    package let id: String
    package let name: String
    package let phone: String
    package let villageCode: String
    package let address: String
    /// nil: the village's point.
    package let coordinate: Coordinate?
    /// The members who look after it, in their order.
    package let contacts: [MemberID]
    package let notes: String

    package init(
        id: String,
        name: String,
        phone: String,
        villageCode: String,
        address: String,
        coordinate: Coordinate?,
        contacts: [MemberID],
        notes: String
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.villageCode = villageCode
        self.address = address
        self.coordinate = coordinate
        self.contacts = contacts
        self.notes = notes
    }
}

/// A desk as a county lists it.
package struct DeskRecord: Equatable, Sendable {
    package let id: DeskID
    package let level: Desk.Level
    /// Of the village, the township or the county that it answers for.
    package let code: String
    package let name: String
    /// Empty only when there is an endpoint.
    package let phone: String
    /// nil: to be rung by hand.
    package let endpoint: EndpointRecord?

    package init(
        id: DeskID,
        level: Desk.Level,
        code: String,
        name: String,
        phone: String,
        endpoint: EndpointRecord?
    ) {
        self.id = id
        self.level = level
        self.code = code
        self.name = name
        self.phone = phone
        self.endpoint = endpoint
    }
}
