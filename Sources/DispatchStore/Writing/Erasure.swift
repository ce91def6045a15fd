package import DispatchCore

/// A person who is to be erased, with what was found of them.
///
/// Looked up by a reader beforehand, because it takes a walk through what was written about requests; the writer then only
/// changes rows that it is told.
package struct Erasure: Equatable, Sendable {
    package enum Subject: Equatable, Sendable {
        case member(MemberID)
        case household(String)
    }

    /// What stands in a text where a name or a phone stood.
    package static let placeholder = "[erased]"

    package let subject: Subject
    package var at: Timestamp
    /// Rows of lists under other spellings of the id, which every reader leaves out.
    package var otherSpellings: [String] = []
    /// How they are named in texts, the longest first.
    package var words: [String] = []
    /// Notes and requests whose words name them.
    package var noteIDs: [Int64] = []
    package var summaryIDs: [RequestID] = []
    /// Requests that a member's phone called in: the number goes, the rest is somebody else's.
    package var callIDs: [RequestID] = []
    /// Where a member was written to: address and secret go where nobody else is listed.
    package var endpointIDs: [Int64] = []
    /// Households whose notes on the lists name them.
    package var notedHouseholds: [ListedHousehold] = []
    /// A household's requests: everything that says who called goes.
    package var requestIDs: [RequestID] = []
    /// Those of `callIDs` that are not over: dispatching may need the number.
    package var openCalls: [Refusal.OpenCase] = []

    /// A row of a list of households.
    package struct ListedHousehold: Hashable, Sendable {
        let edition: Int64
        let id: String
    }

    package init(_ subject: Subject, at time: Timestamp) {
        self.subject = subject
        at = time
    }
}
