/// How the writer loop stands after a turn, for whoever watches over it.
package struct WriterVitals: Hashable, Sendable {
    package let openRequests: Int
    package let members: Int
    /// False while the disk has too little room for new requests and imports.
    package let takesNewWork: Bool
    /// The last commit failed.
    package let isFailing: Bool
    /// The wall clock is not believed.
    package let isClockDoubted: Bool
}
