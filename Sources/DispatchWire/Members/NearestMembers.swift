/// The answer of `GET /v1/members/nearest`: members on duty and unassigned, the nearest first.
package struct NearestMembers: Hashable, Sendable, Codable {
    package var members: [NearMember]

    package init(members: [NearMember]) {
        self.members = members
    }

    /// One member with how far and how long.
    package struct NearMember: Hashable, Sendable, Codable {
        package var id: String
        package var distanceMeters: Int
        package var etaSeconds: Int
        /// Shown, as the phone, to those whose role may see it.
        package var name: String?
        package var phone: String?

        package init(id: String, distanceMeters: Int, etaSeconds: Int, name: String? = nil, phone: String? = nil) {
            self.id = id
            self.distanceMeters = distanceMeters
            self.etaSeconds = etaSeconds
            self.name = name
            self.phone = phone
        }
    }
}
