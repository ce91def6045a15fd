/// The state of dispatching behind a position of the journal: a replay of what follows begins with it.
///
/// It holds what the journal tells and nothing else: ids, codes and numbers. Where requests are and who listed members are
/// stands in the tables, as for the journal itself; which keys were used lately is told by neither.
package struct Checkpoint: Equatable, Sendable {
    /// What the journal tells of a member.
    package struct MemberState: Equatable, Codable, Sendable {
        package let id: MemberID
        package let isOnDuty: Bool
        package let awayUntil: WallTime?
        package let history: MemberHistory
    }

    /// What there is only one of, and the endpoints.
    package struct Frame: Equatable, Codable, Sendable {
        package var position: Int64
        /// The time of the entry at that position.
        package var lastEventAt: Timestamp
        /// The last number that was given and its day, which is all that older checkpoints tell of numbers.
        package var lastNumber: Int
        package var lastNumberDay: Int
        /// The highest number of each day; nil in older checkpoints.
        package var lastNumbers: [Int: Int]?
        /// nil, as in older checkpoints: 0.
        package var wallOffsetMilliseconds: Int64?
        package var learning: Learning
        package var disabledEndpoints: [Int64: DisabledEndpoint]
        package var unreachedEndpoints: [Int64: Timestamp]
        /// All requests that were not over, and those that had ended shortly before.
        package var requests: [UnplacedRequest]
    }

    package var frame: Frame
    /// Those of whom there is something to tell.
    package var members: [MemberState]

    package init(frame: Frame, members: [MemberState]) {
        self.frame = frame
        self.members = members
    }
}

extension Board {
    /// What there would be to tell if the journal began anew behind its present end.
    package var checkpoint: Checkpoint {
        let members = roster.members.filter { member in
            !member.isOnDuty || member.awayUntil != nil || member.history != MemberHistory()
        }
        return Checkpoint(
            frame: Checkpoint.Frame(
                position: position,
                lastEventAt: lastEventAt,
                lastNumber: lastNumbers.max { $0.key < $1.key }?.value ?? 0,
                lastNumberDay: lastNumbers.keys.max() ?? 0,
                lastNumbers: lastNumbers,
                wallOffsetMilliseconds: wallOffsetMilliseconds,
                learning: learning,
                disabledEndpoints: roster.disabledEndpoints,
                unreachedEndpoints: roster.unreachedEndpoints,
                requests: requests.values.sorted { $0.id < $1.id }.map(UnplacedRequest.init)
            ),
            members: members.sorted { $0.id < $1.id }.map { member in
                Checkpoint.MemberState(
                    id: member.id,
                    isOnDuty: member.isOnDuty,
                    awayUntil: member.awayUntil,
                    history: member.history
                )
            }
        )
    }

    /// Puts a checkpoint on an empty board; what it tells of members who are not on the roster is left out.
    ///
    /// - Parameter place: Where a request is, which stands in its row.
    package mutating func restore(
        _ checkpoint: Checkpoint,
        place: (RequestID) throws -> Place
    ) rethrows {
        var stored = Stored()
        stored.position = checkpoint.frame.position
        stored.lastEventAt = checkpoint.frame.lastEventAt
        stored.lastNumbers =
            checkpoint.frame.lastNumbers ?? [checkpoint.frame.lastNumberDay: checkpoint.frame.lastNumber]
        stored.wallOffsetMilliseconds = checkpoint.frame.wallOffsetMilliseconds ?? 0
        stored.learning = checkpoint.frame.learning
        stored.requests = try checkpoint.frame.requests.map { $0.request(at: try place($0.id)) }
        restore(stored)
        for state in checkpoint.members {
            roster.update(state.id) { member in
                member.isOnDuty = state.isOnDuty
                member.awayUntil = state.awayUntil
                member.history = state.history
            }
            reschedule(.member(state.id))
        }
        for (id, disabled) in checkpoint.frame.disabledEndpoints { roster.setEndpoint(id, disabled: disabled) }
        for (id, since) in checkpoint.frame.unreachedEndpoints { roster.setEndpoint(id, unreachedSince: since) }
    }
}
