import DispatchCore
import Geospatial

/// The county as the lists that a county administrator imports.
extension InventedCounty {
    /// One village in so many is written in GCJ-02.
    private static let villagesPerShiftedRow = 20

    package var villagesCSV: String {
        var csv = CSVText(header: ["code", "name", "township_code", "township", "latitude", "longitude", "crs"])
        for (index, village) in villages.enumerated() {
            let isShifted = index % Self.villagesPerShiftedRow == Self.villagesPerShiftedRow - 1
            let place = Self.fields(of: village.coordinate, isShifted ? .gcj02 : .wgs84)
            csv.append([village.code, village.name, village.townshipCode, village.township] + place)
        }
        return csv.text
    }

    /// - Parameters:
    ///   - endpointBase: What stands before `/members/{id}` in the members' endpoints.
    ///   - secret: The secret that all these endpoints share; empty for none.
    package func membersCSV(endpointBase: String, secret: String = "") -> String {
        var csv = CSVText(
            header: [
                "id", "name", "phone", "village_code", "branch", "latitude", "longitude", "crs", "capabilities",
                "transport", "channel", "endpoint", "secret",
            ]
        )
        for member in members {
            let endpoint = member.endpointPath.map { endpointBase + $0 } ?? ""
            csv.append(
                [member.id, member.name, member.phone, member.villageCode, member.branch]
                    + Self.fields(of: member.coordinate, member.notation)
                    + [member.capabilities.joined(separator: ";"), member.transport.rawValue, "generic", endpoint]
                    + [endpoint.isEmpty ? "" : secret]
            )
        }
        return csv.text
    }

    package var householdsCSV: String {
        var csv = CSVText(
            header: [
                "id", "name", "phone", "village_code", "address", "latitude", "longitude", "crs", "contacts", "notes",
            ]
        )
        for household in households {
            csv.append(
                [household.id, household.name, household.phone, household.villageCode, household.address]
                    + Self.fields(of: household.coordinate, household.notation)
                    + [household.contacts.joined(separator: ";"), household.notes]
            )
        }
        return csv.text
    }

    /// A desk for each township and one for the county, all to be rung by hand.
    package var desksCSV: String {
        var csv = CSVText(header: ["id", "level", "code", "name", "phone", "channel", "endpoint", "secret"])
        let townships = Dictionary(villages.map { ($0.townshipCode, $0.township) }) { first, _ in first }
        for (index, township) in townships.sorted(by: { $0.key < $1.key }).enumerated() {
            let phone = "000-0900-\(Self.fiveDigits(index + 1))"
            csv.append(["D\(township.key)", "township", township.key, "\(township.value)值班台", phone, "", "", ""])
        }
        csv.append(["D\(Self.code)", "county", Self.code, "\(Self.name)值班台", "000-0900-00000", "", "", ""])
        return csv.text
    }

    private static func fields(of coordinate: Coordinate, _ notation: PlaceNotation) -> [String] {
        switch notation {
        case .wgs84:
            return [degrees(coordinate.latitude), degrees(coordinate.longitude), ""]
        case .gcj02:
            let shifted = coordinate.gcj02
            return [degrees(shifted.latitude), degrees(shifted.longitude), CoordinateSystem.gcj02.rawValue]
        case .none:
            return ["", "", ""]
        }
    }

    /// Degrees with six decimals, written without a locale.
    private static func degrees(_ value: Double) -> String {
        let millionths = Int((value * 1e6).rounded())
        let decimals = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - decimals.count) + decimals
    }
}
