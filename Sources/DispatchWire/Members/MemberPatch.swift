/// The body of `PATCH /v1/members/{id}`: what changes; what is left out stays.
package struct MemberPatch: Hashable, Sendable {
    package var duty: MemberView.Duty?
    package var awayUntil: AwayUntil
    package var position: Position?

    package init(duty: MemberView.Duty? = nil, awayUntil: AwayUntil = .unchanged, position: Position? = nil) {
        self.duty = duty
        self.awayUntil = awayUntil
        self.position = position
    }

    /// What becomes of the time until which a member is away.
    package enum AwayUntil: Hashable, Sendable {
        case unchanged
        /// The member is back; `null` in JSON.
        case cleared
        case until(WireTime)
    }

    /// Where the member is now.
    package struct Position: Hashable, Sendable, Encodable {
        package var latitude: Double
        package var longitude: Double
        package var crs: PlaceReference.CoordinateSystem

        package init(latitude: Double, longitude: Double, crs: PlaceReference.CoordinateSystem = .wgs84) {
            self.latitude = latitude
            self.longitude = longitude
            self.crs = crs
        }
    }

    private static let known = ["duty", "awayUntil", "position"]

    /// Reads the body strictly; one that changes nothing is refused as `missing-field`.
    package init(json: JSONValue) throws(Problem) {
        let fields = try JSONFields(json, known: Self.known)
        duty = try fields.choice("duty")
        awayUntil = fields.isNull("awayUntil") ? .cleared : .unchanged
        if let time = try fields.time("awayUntil") { awayUntil = .until(time) }
        if let inner = try fields.object("position", known: ["latitude", "longitude", "crs"]) {
            let point = try inner.coordinates()
            position = Position(latitude: point.latitude, longitude: point.longitude, crs: point.crs)
        } else {
            position = nil
        }
        if self == MemberPatch() {
            throw Problem(.missingField, detail: "The body changes nothing.", allowed: Self.known)
        }
    }
}

extension MemberPatch: Encodable {
    private enum Key: String, CodingKey {
        case duty
        case awayUntil
        case position
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(duty, forKey: .duty)
        switch awayUntil {
        case .unchanged: break
        case .cleared: try container.encodeNil(forKey: .awayUntil)
        case .until(let time): try container.encode(time, forKey: .awayUntil)
        }
        try container.encodeIfPresent(position, forKey: .position)
    }
}
