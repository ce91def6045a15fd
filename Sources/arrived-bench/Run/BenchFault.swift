/// Why a benchmark cannot go on, as a sentence for whoever started it.
struct BenchFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
