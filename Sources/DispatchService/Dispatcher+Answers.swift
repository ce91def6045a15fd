package import DispatchCore
package import DispatchStore
package import DispatchWire

/// What members answer, by machine or by page.
extension Dispatcher {
    /// How an offer stands for its member.
    package struct OfferStanding: Sendable {
        package let detail: Store.RequestDetail
        package let offer: Offer
        package let assignment: Assignment?
        /// What they can do now, as the words of the callback.
        package let actions: [String]

        package var request: HelpRequest { detail.request }

        /// The state to show: of the assignment if there is one, else of the offer.
        package var state: String { assignment?.state.rawValue ?? offer.state.rawValue }

        /// Names, phones and addresses are for those who hold the seat, while they hold it.
        package var personalDetails: NoticeBody.Details? {
            assignment?.state.isLive ?? false ? detail.personalDetails : nil
        }
    }

    /// How the offer stands; nil when there is no such offer.
    ///
    /// - Parameter hasTimeline: Whether the times of the steps are wanted too, as on a page; an answer to a machine has none.
    package func standing(of offerID: OfferID, hasTimeline: Bool) async throws -> OfferStanding? {
        guard let parties = try await store.parties(to: offerID) else { return nil }
        return try await standing(of: offerID, in: parties.requestID, hasTimeline: hasTimeline)
    }

    private func standing(
        of offerID: OfferID,
        in requestID: RequestID,
        hasTimeline: Bool
    ) async throws -> OfferStanding? {
        let now = clock.now
        let actions = try await writer.inspect { board -> [String] in
            guard let request = board.request(of: offerID), let offer = request.standingOffer(for: offerID) else {
                return []
            }
            return board.allowedActions(for: offer, of: request, at: now)
        }
        guard let detail = try await store.request(requestID, hasTimeline: hasTimeline),
            let offer = detail.request.standingOffer(for: offerID)
        else { return nil }
        return OfferStanding(
            detail: detail,
            offer: offer,
            assignment: detail.request.assignment(of: offer.id),
            actions: actions
        )
    }

    /// Takes a member's answer or step.
    ///
    /// - Parameter signed: what a machine's answer is signed with; it must hold, and endpoints may demand it.
    /// - Returns: How the offer stands afterwards, without the timeline; nil when there is no such offer.
    package func take(
        _ action: CallbackAction.Action,
        on offerID: OfferID,
        signed: SignedAnswer? = nil
    ) async throws -> OfferStanding? {
        guard let parties = try await store.parties(to: offerID) else { return nil }
        try check(signed, parties.answerSigning)
        guard let command = Self.command(action, offerID) else {
            let allowed = try await standing(of: offerID, in: parties.requestID, hasTimeline: false)?.actions ?? []
            throw SubmissionFailure.refused(.outOfOrder(allowed: allowed))
        }
        let committed: Committed?
        do throws(SubmissionFailure) {
            committed = try await once(signed, about: "\(offerID) \(action.rawValue)") { () throws(SubmissionFailure) in
                try await writer.submit(command, by: .member(parties.memberID))
            }
        } catch {
            guard case .refused(.unknownOffer) = error else { throw error }
            // Long over, so that the board has let it go: the tables tell what became of it.
            let request = try await store.request(parties.requestID, hasTimeline: false)?.request
            throw SubmissionFailure.refused(request?.cancelledAt == nil ? .offerExpired : .requestCancelled)
        }
        if case .covered = committed?.outcome { throw SubmissionFailure.refused(.alreadyCovered) }
        let after = try await standing(of: offerID, in: parties.requestID, hasTimeline: false)
        // A repeated yes that was thanked before is told so again.
        if committed == nil, action == .accept, after?.assignment == nil {
            throw SubmissionFailure.refused(.alreadyCovered)
        }
        return after
    }

    /// Does what an answer says, unless it is a signed one that was taken before.
    ///
    /// - Returns: nil when it was.
    func once(
        _ signed: SignedAnswer?,
        about subject: String,
        _ act: () async throws(SubmissionFailure) -> Committed
    ) async throws(SubmissionFailure) -> Committed? {
        guard let id = signed?.id.map({ "\(subject) \($0)" }) else { return try await act() }
        guard answered.note(id, at: clock.now) else { return nil }
        do throws(SubmissionFailure) {
            let committed = try await act()
            _ = try await writer.write([.answerTaken(id: id, at: clock.now)])
            return committed
        } catch {
            answered.forget(id)
            throw error
        }
    }

    /// Throws a problem when a signature does not hold, or is missing where it must not be.
    func check(_ signed: SignedAnswer?, _ signing: [Store.AnswerSigning]) throws(Problem) {
        if let signed {
            try signed.check(
                against: signing.map(\.secret),
                // A clock that is doubted refuses nobody: ids taken lately are known all the same.
                nowSeconds: clock.isDoubted ? signed.seconds : clock.wallNow.milliseconds / 1_000
            )
        } else if signing.contains(where: \.isRequired) {
            throw Problem(.signatureRequired)
        }
    }

    /// What an action means for the board; nil for what only a desk does.
    private static func command(_ action: CallbackAction.Action, _ offerID: OfferID) -> Command? {
        switch action {
        case .accept: .answer(offerID, .accept)
        case .decline: .answer(offerID, .decline)
        case .enRoute: .step(offerID, .enRoute)
        case .onScene: .step(offerID, .onScene)
        case .transporting: .step(offerID, .transporting)
        case .atFacility: .step(offerID, .atFacility)
        case .admitted: .step(offerID, .admitted)
        case .discharged: .step(offerID, .discharged)
        case .cleared: .step(offerID, .cleared)
        case .release: .release(offerID)
        case .reportIn: nil
        }
    }
}
