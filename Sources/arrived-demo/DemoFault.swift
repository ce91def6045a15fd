/// Why the demo cannot go on, as a sentence for whoever started it.
struct DemoFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
