package import DispatchCore
import DispatchStore
import DispatchWire
import Logging

/// Erasing a person everywhere.
extension Dispatcher {
    /// How often the write-ahead log is tried to be emptied before it is left to the sweeper, and the pause between.
    private static var emptyingLimit: Int { 20 }
    private static var emptyingPauseMilliseconds: Int { 50 }

    /// What came of forgetting somebody.
    package struct Forgotten: Sendable {
        package let at: Timestamp
        /// They had been forgotten before, and nothing was left of them.
        package let isRepeat: Bool
        /// Requests of which everything that said who called is gone.
        package let requestCount: Int
        /// Notes and summaries in which their name or phone stood.
        package let textCount: Int
    }

    /// Erases a member: list entries, endpoints that are theirs alone, status, link, what was learned, and their name and phone
    /// where they stand in texts.
    ///
    /// Refused while they are part of a request that is not over, or called it in.
    ///
    /// - Returns: nil when nothing is known of such a member.
    package func forget(_ id: MemberID, by principal: Principal) async throws -> Forgotten? {
        try await forget(.member(id)) { erasure in
            guard erasure.openCalls.isEmpty else {
                throw SubmissionFailure.refused(.partOfOpenRequests(erasure.openCalls))
            }
            _ = try await writer.submit(.forgetMember(id), by: principal.actor) { _, at in
                var erasure = erasure
                erasure.at = at
                return [.forgotten(erasure)]
            }
            return erasure
        }
    }

    /// Erases a household: list entries, and who called in its requests.
    ///
    /// Refused while one of its requests is not over.
    ///
    /// - Returns: nil when nothing is known of such a household.
    package func forget(household id: String, by principal: Principal) async throws -> Forgotten? {
        try await forget(.household(id)) { erasure in
            let committed = try await writer.submit(
                .forgetHousehold(id, requests: erasure.requestIDs),
                by: principal.actor
            ) { outcome, at in
                var erasure = erasure
                erasure.at = at
                if case .erased(let ids) = outcome { erasure.requestIDs = ids }
                return [.forgotten(erasure)]
            }
            var erasure = erasure
            if case .erased(let ids) = committed.outcome { erasure.requestIDs = ids }
            return erasure
        }
    }

    private func forget(
        _ subject: Erasure.Subject,
        _ commit: (Erasure) async throws -> Erasure
    ) async throws -> Forgotten? {
        do {
            return try await importer.keepingImportsAway {
                guard let found = try await erasure(of: subject) else {
                    // A crash may have left in the write-ahead log what the first time had not emptied yet.
                    try await emptyWriteAheadLog()
                    return try await store.forgottenAt(subject).map {
                        Forgotten(at: $0, isRepeat: true, requestCount: 0, textCount: 0)
                    }
                }
                let erased = try await commit(found)
                try await emptyWriteAheadLog()
                return Forgotten(
                    at: try await store.forgottenAt(subject) ?? erased.at,
                    isRepeat: false,
                    requestCount: erased.requestIDs.count,
                    textCount: erased.noteIDs.count + erased.summaryIDs.count
                )
            }
        } catch Importer.Failure.running {
            throw Problem(
                .importRunning,
                detail: "Nobody is forgotten meanwhile, or the list would bring them back.",
                retryAfterSeconds: 10
            )
        }
    }

    private func erasure(of subject: Erasure.Subject) async throws -> Erasure? {
        switch subject {
        case .member(let id): try await store.erasure(ofMember: id, at: clock.now)
        case .household(let id): try await store.erasure(ofHousehold: id, at: clock.now)
        }
    }

    private func emptyWriteAheadLog() async throws {
        for _ in 0..<Self.emptyingLimit {
            if try await store.emptyWriteAheadLog() { return }
            try await Task.sleep(for: .milliseconds(Self.emptyingPauseMilliseconds))
        }
        logger.warning("the write-ahead log is in use; what was erased leaves it with a later checkpoint")
    }
}
