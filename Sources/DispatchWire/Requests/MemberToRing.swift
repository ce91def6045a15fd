/// A member near a request that nobody answered, for the operator to ring by hand.
package struct MemberToRing: Hashable, Sendable, Codable {
    package var memberId: String
    package var name: String
    package var phone: String
    package var distanceMeters: Int

    package init(memberId: String, name: String, phone: String, distanceMeters: Int) {
        self.memberId = memberId
        self.name = name
        self.phone = phone
        self.distanceMeters = distanceMeters
    }
}
