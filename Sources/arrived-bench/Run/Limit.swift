import ArgumentParser

/// A figure with the most it may be.
struct Limit {
    let name: String
    let value: Double
    let limit: Double

    var isKept: Bool { value <= limit }

    /// Prints the figure, and ends the program if the limit counts and is missed.
    func report(isChecked: Bool) throws {
        print("\(name): \(Figure.text(value)) (limit \(Figure.text(limit)))\(isKept ? "" : " MISSED")")
        if isChecked, !isKept { throw ExitCode.failure }
    }
}
