/// What came of erasing a person everywhere.
package struct ForgottenView: Hashable, Sendable, Codable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case member
        case household
    }

    package var kind: Kind
    package var id: String
    package var forgottenAt: WireTime
    /// They had been forgotten before, and nothing was left of them.
    package var wasForgotten: Bool
    /// Requests of which everything that said who called is gone.
    package var erasedRequests: Int
    /// Notes and summaries in which their name or phone stood.
    package var clearedTexts: Int

    package init(
        kind: Kind,
        id: String,
        forgottenAt: WireTime,
        wasForgotten: Bool,
        erasedRequests: Int,
        clearedTexts: Int
    ) {
        self.kind = kind
        self.id = id
        self.forgottenAt = forgottenAt
        self.wasForgotten = wasForgotten
        self.erasedRequests = erasedRequests
        self.clearedTexts = clearedTexts
    }
}
