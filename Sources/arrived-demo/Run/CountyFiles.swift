import Foundation
import Simulation

/// The lists of an invented county as files.
enum CountyFiles {
    /// In the order in which they are imported.
    static let kinds = ["villages", "members", "households", "desks"]

    static func path(_ kind: String, in folder: String) -> String { "\(folder)/\(kind).csv" }

    static func write(_ county: InventedCounty, to folder: String, endpointBase: String, secret: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let texts = [
            county.villagesCSV, county.membersCSV(endpointBase: endpointBase, secret: secret), county.householdsCSV,
            county.desksCSV,
        ]
        for (kind, text) in zip(kinds, texts) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path(kind, in: folder)), options: .atomic)
        }
    }
}
