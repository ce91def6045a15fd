/// The limits of what the API takes, each with its reason.
package enum WireLimits {
    /// Bytes of a JSON body: the longest summary in three-byte Chinese, eight seats and their words fit three times.
    package static let bodyLimitBytes = 65_536
    /// Bytes of an imported file: 25,000 members are 4 MB; a province's households still fit.
    package static let importLimitBytes = 268_435_456
    /// Levels of nested JSON: bodies of the API have four; deeper ones only cost stack.
    package static let nestingDepth = 32
    /// Characters of a refused value that are repeated in the answer: enough to find it, not enough to be abused.
    package static let echoedValueCharacters = 200

    /// Characters of a summary: a long call written down; it must fit one screen of a phone a few times over.
    package static let summaryCharacters = 2_000
    /// Characters of a cancel reason or a follow-up note.
    package static let noteCharacters = 2_000
    /// Notes of one request: a case that is followed for weeks has some fifty. Another call is noted beyond it too.
    package static let notes = 200
    /// Bytes of the notes that are shown with a request, the newest first: as many as it may have, each as long as it may be,
    /// in characters of four bytes, and some calls.
    package static let notesBytes = 2 * 1_048_576
    /// Entries of a request's timeline that are shown, the newest first: one with forty seats has some thousand.
    package static let timelineEntries = 2_000
    /// Kinds of seats one request may ask for.
    package static let seatKinds = 8
    /// Seats of one kind: a disaster asks for a brigade, more is a second request.
    package static let seatsPerKind = 1...20
    /// Seats of one request.
    package static let seats = seatKinds * seatsPerKind.upperBound
    /// Words of capability one seat may require; more would match nobody.
    package static let requiredWords = 8
    /// Characters of one capability, role or category.
    package static let wordCharacters = 40
    /// Characters of an identifier that came from a county's own lists.
    package static let identifierCharacters = 64
    /// Characters of a village, township or token name.
    package static let nameCharacters = 80
    /// Characters of a phone number as people write it, with spaces and country code.
    package static let phoneCharacters = 32
    /// Characters of an `Idempotency-Key`; a UUID has 36.
    package static let idempotencyKeyCharacters = 255

    /// Requests or members in one page of a list.
    package static let pageSize = 1...200
    /// Bytes of a page's entries, after which it ends with `next`; one entry alone may be longer. A quarter of what
    /// `arrivectl` takes for an answer.
    package static let pageBytes = 4 * 1_048_576
    /// Nearest members that one search may name.
    package static let nearestMembers = 1...100
    /// Faults of an imported file that are reported in full; the rest is counted.
    package static let reportedImportLines = 100
}
