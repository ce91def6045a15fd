internal import DispatchCore
internal import DispatchStore
internal import Geospatial

/// Reads villages: a code and a name, the township, and a point, which must be given.
struct VillageRowReader: RosterRowReader {
    private var firstLines = FirstLines()
    /// The first name of each township code, and its line.
    private var townships: [String: (name: String, line: Int)] = [:]
    private var points: [(line: Int, place: Coordinate, latitude: String, longitude: String)] = []

    mutating func record(of cells: RosterCells<VillageColumn>, _ faults: inout LineFaults) -> Village? {
        let before = faults.total
        let code = cells.identifier(.code, &faults)
        firstLines.take(code, .code, of: cells, &faults)
        let name = cells.requiredText(.name, limitCharacters: ImportLimits.nameCharacters, &faults)
        let townshipCode = cells.identifier(.townshipCode, &faults)
        let township = cells.requiredText(.township, limitCharacters: ImportLimits.nameCharacters, &faults)
        checkTownship(township, of: townshipCode, cells, &faults)
        if cells[.latitude].isEmpty, cells[.longitude].isEmpty {
            cells.note(
                .latitude,
                "must not be empty: requests and members without a place are at their village",
                in: &faults
            )
        }
        guard let place = cells.place(.inChina, &faults) else { return nil }
        points.append((cells.line, place, cells[.latitude], cells[.longitude]))
        guard faults.total == before else { return nil }
        return Village(code: code, name: name, townshipCode: townshipCode, township: township, coordinate: place)
    }

    /// Villages far from the middle of all: a wrong digit in one coordinate shows only there.
    func faultsOfWhole() -> LineFaults {
        var faults = LineFaults()
        guard points.count >= ImportLimits.villagesForMiddle, let middle = middle() else { return faults }
        for point in points {
            let distance = middle.distanceMeters(to: point.place)
            guard distance > ImportLimits.countyRadiusMeters else { continue }
            faults.add(
                line: point.line,
                column: RosterCells<VillageColumn>.placeColumns,
                value: "\(point.latitude), \(point.longitude)",
                "lies \(distance.kilometersText) from the middle of the other villages; must be within"
                    + " \(ImportLimits.countyRadiusMeters.kilometersText)"
            )
        }
        return faults
    }

    /// The median of each axis, which a few wrong points do not move.
    private func middle() -> Coordinate? {
        let latitudes = points.map(\.place.latitude).sorted()
        let longitudes = points.map(\.place.longitude).sorted()
        do throws(CoordinateError) {
            return try Coordinate(latitude: latitudes[points.count / 2], longitude: longitudes[points.count / 2])
        } catch {
            preconditionFailure("both numbers come from places, so they are within the map")
        }
    }

    /// One township has one name; another one for its code is a slip in either.
    private mutating func checkTownship(
        _ name: String,
        of code: String,
        _ cells: RosterCells<VillageColumn>,
        _ faults: inout LineFaults
    ) {
        guard !name.isEmpty, !code.isEmpty else { return }
        guard let first = townships[code] else {
            townships[code] = (name, cells.line)
            return
        }
        if first.name != name {
            cells.note(
                .township,
                "the township \(code) is called \(ShownValue.of(first.name)) on line \(first.line); must be the same",
                in: &faults
            )
        }
    }
}
