/// Makes new ids from a time and a generator that the caller passes in, so that a seeded world repeats itself exactly.
///
/// Ids of one source are strictly increasing: those of one millisecond carry a counter in the twelve bits after the
/// version (RFC 9562, section 6.2, method 1), so that what was made first sorts first.
package struct IdentifierSource<Generator: RandomNumberGenerator> {
    private static var counterLimit: UInt64 { 0x1000 }

    private var generator: Generator
    private var milliseconds: Int64 = .min
    private var counter: UInt64 = 0

    package init(_ generator: Generator) {
        self.generator = generator
    }

    package mutating func next<Subject>(at time: Timestamp) -> Identifier<Subject> {
        if time.milliseconds > milliseconds {
            milliseconds = time.milliseconds
            counter = 0
        } else {
            counter += 1
            if counter == Self.counterLimit {
                milliseconds += 1
                counter = 0
            }
        }
        return Identifier(at: Timestamp(milliseconds: milliseconds), counter: counter, random: generator.next())
    }
}

extension IdentifierSource: Sendable where Generator: Sendable {}
