import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Testing

/// What is answered about the part of the journal that is there no more.
@Suite(.timeLimit(.minutes(2)))
struct PrunedJournalTests {
    @Test func aPositionThatIsGoneIsAnsweredWithTheOldestThereIs() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.answer(request.offers[0], "accept")
            try await world.waitForEvent("offer.accepted")
            #expect(try await world.show(request.id).timelineStart == nil)
            let end = world.position
            let prepared = try await world.dispatcher.store.prepareCheckpoint(at: end - 1)
            _ = try await world.dispatcher.writer.write([
                .swept(
                    .checkpointStarted(
                        id: prepared.id,
                        prepared.checkpoint.frame,
                        policyDigest: nil,
                        at: world.dispatcher.clock.now
                    )
                ),
                .swept(.checkpointMembers(id: prepared.id, prepared.checkpoint.members)),
                .swept(.checkpointInForce(id: prepared.id)),
                .swept(.journal(rowLimit: 10_000)),
            ])
            let gone = try await world.call(
                .get,
                "/v1/events",
                token: world.tokens.operator,
                headers: ["Last-Event-ID": "\(end - 2)"]
            )
            #expect(gone.code == .positionPruned)
            #expect(gone.json["detail"]?.text == "The oldest position is \(end).")
            #expect(gone.json["allowed"]?.elements.compactMap(\.text) == ["at least \(end - 1)"])
            let events = try await EventStream.follow(world, token: world.tokens.operator, from: end - 1) {
                ($0.last?.id ?? 0) >= end
            }
            #expect(events.dropFirst().first?.id == end)
            let shown = try await world.show(request.id)
            #expect(shown.timelineStart == end)
            #expect(shown.timeline.allSatisfy { $0.position >= end })
            #expect(shown.assignments.count == 1, "what has become of it stands in the tables")
        }
    }
}
