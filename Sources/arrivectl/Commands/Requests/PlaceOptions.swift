import ArgumentParser
import DispatchWire

/// The ways to say on the command line where help is needed.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Code of the village.", valueName: "code"))
    var villageCode: String?

    @Option(help: ArgumentHelp("Name of the village.", valueName: "name"))
    var village: String?

    @Option(help: ArgumentHelp("Its township, where villages share a name.", valueName: "name"))
    var township: String?

    @Option(help: "Degrees north.")
    var latitude: Double?

    @Option(help: "Degrees east.")
    var longitude: Double?

    @Option(help: ArgumentHelp("What the coordinates were measured in.", valueName: "system"))
    var crs: PlaceReference.CoordinateSystem?

    @Option(help: ArgumentHelp("Id of the household.", valueName: "id"))
    var household: String?

    /// The place, if one is said; the household is told apart, since it is not part of a place.
    var place: PlaceReference? {
        if let villageCode { return .village(code: villageCode) }
        if let village { return .villageName(village, township: township) }
        guard let latitude, let longitude else { return nil }
        return .coordinates(latitude: latitude, longitude: longitude, crs: crs ?? .wgs84)
    }

    func validate() throws {
        let isPoint = latitude != nil || longitude != nil
        let ways = [villageCode != nil, village != nil, isPoint].count { $0 }
        guard ways <= 1 else {
            throw ValidationError("Say the place in one way: --village-code, --village or --latitude with --longitude.")
        }
        guard (latitude == nil) == (longitude == nil) else {
            throw ValidationError("--latitude and --longitude go together.")
        }
        guard township == nil || village != nil else { throw ValidationError("--township goes with --village.") }
        guard crs == nil || isPoint else { throw ValidationError("--crs goes with --latitude and --longitude.") }
    }
}
