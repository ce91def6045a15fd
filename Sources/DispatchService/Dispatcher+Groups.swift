package import DispatchCore
package import DispatchStore
import DispatchWire
import Logging

/// What members answer on the page of their group, which is the same for all of them.
extension Dispatcher {
    /// A request as a group may know it, and who is in the group.
    package struct GroupStanding: Sendable {
        package let group: GroupCall
        package let detail: Store.RequestDetail
        /// By name; at most `groupListLimit` and one more.
        package let members: [Store.GroupMember]

        package var request: HelpRequest { detail.request }

        /// Those of the group who have been asked, the latest offer of each.
        package var offers: [MemberID: Offer] {
            let ids = Set(members.map(\.id))
            return Dictionary(request.offers.filter { ids.contains($0.memberID) }.map { ($0.memberID, $0) }) { $1 }
        }
    }

    package enum GroupAnswer: String, CaseIterable, Sendable {
        case accept
        case decline
        /// Back to the page of one's own.
        case open
    }

    package enum GroupOutcome: Sendable {
        /// They are who they say; the offer whose page is theirs.
        case offer(OfferID)
        /// Noted, and nothing is left to show.
        case declined
        /// They have not been asked and have not come forward.
        case nothingOpen
        /// Another try is left, or several.
        case wrong
        /// So many have guessed on this link that only the whole number counts.
        case tooShort
        case locked(until: Timestamp)
    }

    /// Who a member says they are: by choosing, or in a large group by name.
    package enum ClaimedIdentity: Sendable {
        case member(MemberID)
        case name(String)
    }

    /// Names that one chooses from; in a larger group everybody types theirs.
    package static var groupListLimit: Int { 200 }

    /// The group's call that a link leads to.
    package func group(ofToken token: String) -> GroupCall? {
        links.group(of: token)
    }

    /// How the request stands for a group; nil when there is no such request.
    package func standing(of group: GroupCall) async throws -> GroupStanding? {
        guard let detail = try await store.request(group.requestID, hasTimeline: false) else { return nil }
        return GroupStanding(
            group: group,
            detail: detail,
            members: try await store.groupMembers(group.endpointID, limit: Self.groupListLimit + 1)
        )
    }

    /// Takes an answer on a group's page.
    ///
    /// - Parameter digits: what they typed as the end of their phone's number.
    /// - Returns: What came of it; nil when there is no such request.
    package func take(
        _ answer: GroupAnswer,
        from identity: ClaimedIdentity,
        showing digits: String,
        in group: GroupCall
    ) async throws -> GroupOutcome? {
        guard let request = try await store.request(group.requestID, hasTimeline: false)?.request else { return nil }
        let claimed: [Store.GroupMember]
        switch identity {
        case .member(let id): claimed = try await store.groupMember(id, of: group.endpointID).map { [$0] } ?? []
        case .name(let name):
            claimed = try await store.groupMembers(group.endpointID, name: name, limit: Self.namesakeLimit)
        }
        var outcome = GroupOutcome.wrong
        // Whom the digits fit comes first: a namesake's right answer is nobody's wrong one.
        let fitting = claimed.filter { PhoneNumber.isEnd(digits, of: $0.phone) }
        for member in fitting.isEmpty ? claimed : fitting {
            switch try await verdict(on: member, digits, in: group) {
            case .right: return try await take(answer, from: member.id, to: request)
            case .wrong: break
            case .tooShort: outcome = .tooShort
            case .locked(let until): outcome = .locked(until: until)
            }
        }
        return outcome
    }

    /// Members of one name in one group.
    private static var namesakeLimit: Int { 20 }

    private func verdict(
        on member: Store.GroupMember,
        _ digits: String,
        in group: GroupCall
    ) async throws -> IdentityCheck.Verdict {
        let subject = IdentityClaim.Subject(group: group, memberID: member.id)
        let verdict = identities.judge(digits, against: member.phone, claiming: subject, at: clock.now)
        if case .wrong(let claim) = verdict {
            logger.notice(
                "somebody on a group's page could not show to be the member they claim to be",
                metadata: [
                    "request": "\(group.requestID)", "endpoint": "\(group.endpointID)", "member": "\(member.id)",
                    "wrong": "\(claim.wrongCount)",
                ]
            )
            _ = try await writer.write([.identityClaimed(claim)])
        }
        return verdict
    }

    private func take(
        _ answer: GroupAnswer,
        from memberID: MemberID,
        to request: HelpRequest
    ) async throws -> GroupOutcome {
        let offers = request.offers.filter { $0.memberID == memberID }
        let held = request.assignments.last { $0.memberID == memberID && $0.state.isLive }
        switch answer {
        case .accept:
            try check(nil, try await store.answerSigning(of: memberID))
            let committed: Committed
            do throws(SubmissionFailure) {
                committed = try await writer.submit(.volunteer(memberID, for: request.id), by: .member(memberID))
            } catch {
                guard case .refused(.unknownRequest) = error else { throw error }
                // Long over, so that the board has let it go: the tables tell what became of it.
                throw SubmissionFailure.refused(
                    request.cancelledAt == nil ? .requestOver(request.state) : .requestCancelled
                )
            }
            guard case .taken(_, let offerID) = committed.outcome else {
                throw SubmissionFailure.refused(.alreadyCovered)
            }
            return .offer(offerID)
        case .decline:
            // Who goes already gives the seat back on their own page, where it is asked about.
            if let held { return .offer(held.offerID) }
            guard let pending = offers.last(where: { $0.state == .pending }) else { return .declined }
            _ = try await take(.decline, on: pending.id)
            return .declined
        case .open:
            guard let offer = held?.offerID ?? offers.last(where: { $0.state == .pending })?.id ?? offers.last?.id
            else {
                return .nothingOpen
            }
            return .offer(offer)
        }
    }
}
