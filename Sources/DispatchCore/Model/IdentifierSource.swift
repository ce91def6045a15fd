/// Makes new ids from a time and a generator that the caller passes in, so that a seeded world repeats itself exactly.
package struct IdentifierSource<Generator: RandomNumberGenerator> {
    private var generator: Generator

    package init(_ generator: Generator) {
        self.generator = generator
    }

    package mutating func next<Subject>(at time: Timestamp) -> Identifier<Subject> {
        Identifier(at: time, random: (generator.next(), generator.next()))
    }
}

extension IdentifierSource: Sendable where Generator: Sendable {}
