import ArgumentParser
import Foundation
import Simulation

/// Writes an invented county as the lists that `arrivectl import` reads.
struct CountyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "county",
        abstract: "Write villages.csv, members.csv, households.csv and desks.csv of an invented county."
    )

    @Option(help: "The folder to write to; made if it is not there.")
    var out: String

    @Option(help: "What stands before /members/ID in the members' endpoints.")
    var endpointBase = "http://127.0.0.1:7879"

    @Option(help: "The secret that signs the notices (whsec_ and base64); none if not given.")
    var secret = ""

    @OptionGroup var county: CountyOptions

    func run() throws {
        let county = try county.county()
        try CountyFiles.write(county, to: out, endpointBase: endpointBase, secret: secret)
        Output.line(
            "\(county.villages.count) villages, \(county.members.count) members, \(county.households.count) households "
                + "of \(InventedCounty.name) (seed \(county.seed)) are in \(out)"
        )
    }
}
