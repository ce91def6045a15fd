package import DispatchCore

/// What is removed by age, each with a cut of its own.
package enum SweepCut: String, CaseIterable, Sendable {
    case personalData = "personal-data"
    case attempts
    case journal
}

/// What is not kept any longer, a bounded number of rows at a time.
package enum SweptRows: Sendable {
    /// What lies before these moments is past its time from now on.
    case cuts([SweepCut: Timestamp])
    /// Wrong claims to be a member that are older than this.
    case identityClaims(before: Timestamp)
    /// Signed answers that were taken before this.
    case answers(before: Timestamp)
    /// Keys of submissions that are past their life, with what was answered to them.
    case keys(before: Timestamp)
    /// Links whose member has been off the list, or listed with another phone, since before this.
    case memberLinks(suspendedBefore: Timestamp)
    /// Some attempts that finished before this.
    case attempts(before: Timestamp, rowLimit: Int)
    /// Some deliveries that were settled before this, their attempts, and the notices that went nowhere else.
    case deliveries(before: Timestamp, rowLimit: Int)
    /// These endpoints, as far as nothing refers to them.
    case endpoints([Int64])
    /// What says who called, of these requests, which are all over.
    case personalData(of: [RequestID], at: Timestamp)
    /// A checkpoint that will take the place of the live one; `policyDigest` is that of the policy noted last before it.
    case checkpointStarted(id: Int64, Checkpoint.Frame, policyDigest: String?, at: Timestamp)
    case checkpointMembers(id: Int64, [Checkpoint.MemberState])
    case checkpointInForce(id: Int64)
    /// Some rows of checkpoints that are not in force, and those that have none left.
    case checkpoints(rowLimit: Int)
    /// Some entries of the journal that lie behind the checkpoint in force, the oldest first.
    case journal(rowLimit: Int)
}
