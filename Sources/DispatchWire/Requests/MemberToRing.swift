/// A member near a request that nobody answered, for the operator to ring by hand, or to ask by assigning them.
package struct MemberToRing: Hashable, Sendable, Codable {
    package var memberId: String
    /// Nil for somebody beyond the caller's township, as is the phone.
    package var name: String?
    package var phone: String?
    package var distanceMeters: Int

    package init(memberId: String, name: String? = nil, phone: String? = nil, distanceMeters: Int) {
        self.memberId = memberId
        self.name = name
        self.phone = phone
        self.distanceMeters = distanceMeters
    }
}
