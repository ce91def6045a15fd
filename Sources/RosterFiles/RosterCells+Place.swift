internal import DispatchCore
internal import Geospatial

extension RosterCells where Column: PlaceColumn {
    /// Where a place must lie to be believed.
    enum PlaceRule {
        /// Within China's bounds.
        case inChina
        /// Near its own village; nil when the village is not known, and then anywhere in China.
        case near(Village?)
    }

    /// The place of a row in WGS-84; nil when none is given, or when what is given is wrong.
    func place(_ rule: PlaceRule, _ faults: inout LineFaults) -> Coordinate? {
        let name = self[.crs]
        let system = CoordinateSystem(name: name)
        if system == nil {
            note(.crs, "must be WGS-84, GCJ-02 or BD-09; empty means WGS-84", in: &faults)
        }
        switch (self[.latitude].isEmpty, self[.longitude].isEmpty) {
        case (true, true):
            return nil
        case (true, false):
            note(.latitude, "must be given when longitude is", in: &faults)
            return nil
        case (false, true):
            note(.longitude, "must be given when latitude is", in: &faults)
            return nil
        case (false, false):
            break
        }
        let latitude = degrees(.latitude, &faults)
        let longitude = degrees(.longitude, &faults)
        guard let latitude, let longitude, let system else { return nil }
        return place(latitude: latitude, longitude: longitude, system: system, rule, &faults)
    }

    private func place(
        latitude: Double,
        longitude: Double,
        system: CoordinateSystem,
        _ rule: PlaceRule,
        _ faults: inout LineFaults
    ) -> Coordinate? {
        do throws(CoordinateError) {
            let place = try system.toWGS84(latitude: latitude, longitude: longitude)
            if rule.allows(place) { return place }
            if isSwapped(latitude: latitude, longitude: longitude, system: system, rule) {
                noteSwapped(in: &faults)
            } else {
                faults.add(
                    line: line,
                    column: Self.placeColumns,
                    value: "\(self[.latitude]), \(self[.longitude])",
                    rule.complaint(about: place)
                )
            }
        } catch {
            if isSwapped(latitude: latitude, longitude: longitude, system: system, rule) {
                noteSwapped(in: &faults)
            } else {
                note(error.axis == .latitude ? .latitude : .longitude, error.hint, in: &faults)
            }
        }
        return nil
    }

    static var placeColumns: String { "\(Column.latitude.rawValue),\(Column.longitude.rawValue)" }

    /// Whether the two numbers, exchanged, make a place that would be believed.
    private func isSwapped(
        latitude: Double,
        longitude: Double,
        system: CoordinateSystem,
        _ rule: PlaceRule
    ) -> Bool {
        do throws(CoordinateError) {
            return rule.allows(try system.toWGS84(latitude: longitude, longitude: latitude))
        } catch {
            // Exchanged, they are no place at all; that is the answer.
            return false
        }
    }

    private func noteSwapped(in faults: inout LineFaults) {
        note(
            .latitude,
            "latitude and longitude are exchanged: latitude \(self[.longitude]), longitude \(self[.latitude])"
                + " would be right",
            in: &faults
        )
    }

    /// Decimal degrees; nil when it is refused.
    private func degrees(_ column: Column, _ faults: inout LineFaults) -> Double? {
        let value = self[column]
        // Double also reads hexadecimal, exponents, “nan” and “inf”, which nobody means here.
        let isPlain = value.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.".utf8.contains(byte)
        }
        guard isPlain, let number = Double(value) else {
            note(column, "must be decimal degrees with a point, such as 36.972471", in: &faults)
            return nil
        }
        return number
    }
}

extension RosterCells.PlaceRule {
    /// China with its islands and a margin, in degrees; wider than the country and narrower than its neighbours' far ends.
    private static var chinaLatitudes: ClosedRange<Double> { 3.5...53.7 }
    private static var chinaLongitudes: ClosedRange<Double> { 73.4...135.2 }

    func allows(_ place: Coordinate) -> Bool {
        switch self {
        case .inChina, .near(nil):
            Self.chinaLatitudes.contains(place.latitude) && Self.chinaLongitudes.contains(place.longitude)
        case .near(let village?):
            village.coordinate.distanceMeters(to: place) <= ImportLimits.ownVillageMeters
        }
    }

    func complaint(about place: Coordinate) -> String {
        switch self {
        case .inChina, .near(nil):
            return "must lie in China: latitude 3.5 to 53.7, longitude 73.4 to 135.2"
        case .near(let village?):
            let kilometers = village.coordinate.distanceMeters(to: place).kilometersText
            let limit = ImportLimits.ownVillageMeters.kilometersText
            return "lies \(kilometers) from its village \(village.name) (\(village.code)); must be within \(limit)"
        }
    }
}

extension Double {
    /// A distance in metres as whole kilometres, rounded up so that “10 km” is never said of something farther.
    var kilometersText: String { "\(Int(nearest: (self / 1000).rounded(.up))) km" }
}
