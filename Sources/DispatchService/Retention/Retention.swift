/// How long things are kept.
///
/// Requests with their seats, offers and assignments stay as the figures of reports, some 5 kB each. What is removed leaves
/// free pages behind that are used again; the file does not shrink by itself, and a running daemon never compacts it.
package struct Retention: Equatable, Sendable {
    /// Days after the end of a request until what says who called is erased: phone, summary, household, contacts, exact place,
    /// notes. 0…3650; 0 for never.
    package var personalDays = 180
    /// Days that attempts and settled deliveries are kept, long enough to tell a bad week from a bad endpoint. 1…3650.
    package var attemptDays = 90
    /// Attempts that are kept, some 300 bytes each; the oldest go first. 1,000…1,000,000,000.
    package var attemptLimit = 2_000_000
    /// Days that entries of the journal are kept. 30…36500.
    package var journalDays = 730
    /// Entries of the journal that are kept, some 400 bytes each. 10,000…1,000,000,000. It may be exceeded by those of a day.
    package var journalLimit = 5_000_000

    package init() {}
}
