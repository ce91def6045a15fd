import ArgumentParser
import Simulation

/// Which invented county.
struct CountyOptions: ParsableArguments {
    @Option(help: "The same seed gives the same county.")
    var seed: UInt64 = 1

    @Option(help: "Townships of the county.")
    var townships = CountySize.county.townships

    @Option(help: "Villages of the county.")
    var villages = CountySize.county.villages

    @Option(help: "Members of the county.")
    var members = CountySize.county.members

    @Option(help: "Households with contacts.")
    var households = CountySize.county.households

    func validate() throws {
        do {
            _ = try size
        } catch {
            throw ValidationError(error.description)
        }
    }

    var size: CountySize {
        get throws(CountySize.Fault) {
            try CountySize(townships: townships, villages: villages, members: members, households: households)
        }
    }

    func county() throws -> InventedCounty {
        InventedCounty(seed: seed, size: try size)
    }
}
