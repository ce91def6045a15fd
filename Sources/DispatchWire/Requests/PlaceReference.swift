/// The words by which a request says where it is; the daemon turns them into a place of the county.
package enum PlaceReference: Hashable, Sendable {
    /// A village by its code.
    case village(code: String)
    /// A village by its name, and by its township where two villages share the name.
    case villageName(String, township: String?)
    /// A point on the map, with the system it was measured in.
    case coordinates(latitude: Double, longitude: Double, crs: CoordinateSystem)

    /// The systems in which coordinates may be given; they lie up to 600 m apart in China.
    package enum CoordinateSystem: String, CaseIterable, Codable, Sendable {
        case wgs84 = "WGS-84"
        case gcj02 = "GCJ-02"
        case bd09 = "BD-09"
    }

    /// The forms a place may have, for messages.
    package static let forms = [
        #"{"villageCode"}"#, #"{"village","township"?}"#, #"{"latitude","longitude","crs"?}"#,
    ]

    private static let known = ["villageCode", "village", "township", "latitude", "longitude", "crs"]

    /// Reads a place; throws `invalid-value` for a mixture of the forms and `missing-field` for half of one.
    package init(json value: JSONValue, path: String) throws(Problem) {
        let fields = try JSONFields(value, path: path, known: Self.known)
        let given = Self.known.filter { fields.has($0) }
        let mixture = Problem(
            .invalidValue,
            detail: "“\(path)” must have one of the forms allowed.",
            field: path,
            value: value,
            allowed: Self.forms
        )
        if given == ["villageCode"] {
            let code = try fields.text("villageCode", atMost: WireLimits.identifierCharacters)
            self = .village(code: try fields.required("villageCode", code))
        } else if given.contains("village") {
            guard given.allSatisfy({ $0 == "village" || $0 == "township" }) else { throw mixture }
            let name = try fields.text("village", atMost: WireLimits.nameCharacters)
            let township = try fields.text("township", atMost: WireLimits.nameCharacters)
            self = .villageName(try fields.required("village", name), township: township)
        } else if given.contains("latitude") || given.contains("longitude") {
            guard given.allSatisfy({ $0 == "latitude" || $0 == "longitude" || $0 == "crs" }) else { throw mixture }
            let point = try fields.coordinates()
            self = .coordinates(latitude: point.latitude, longitude: point.longitude, crs: point.crs)
        } else {
            throw mixture
        }
    }
}

extension JSONFields {
    /// The `latitude`, `longitude` and `crs` (WGS-84 if not given) of this object.
    package func coordinates() throws(Problem) -> (
        latitude: Double, longitude: Double, crs: PlaceReference.CoordinateSystem
    ) {
        let latitude = try required("latitude", try number("latitude", in: -90...90))
        let longitude = try required("longitude", try number("longitude", in: -180...180))
        return (latitude, longitude, try choice("crs") ?? .wgs84)
    }
}

extension PlaceReference: Encodable {
    private enum Key: String, CodingKey {
        case villageCode
        case village
        case township
        case latitude
        case longitude
        case crs
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .village(let code):
            try container.encode(code, forKey: .villageCode)
        case .villageName(let name, let township):
            try container.encode(name, forKey: .village)
            try container.encodeIfPresent(township, forKey: .township)
        case .coordinates(let latitude, let longitude, let crs):
            try container.encode(latitude, forKey: .latitude)
            try container.encode(longitude, forKey: .longitude)
            try container.encode(crs, forKey: .crs)
        }
    }
}
