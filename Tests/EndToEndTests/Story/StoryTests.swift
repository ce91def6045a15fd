import DispatchWire
import GRDB
import Testing

extension EndToEndTests {
    /// The case that defines the program: an old man of Shahe Wangzhuang falls ill, and is followed to his discharge.
    @Test(arguments: Story.Rule.allCases, [false, true])
    func oneCallIsFollowedToItsEnd(rule: Story.Rule, isKilledBetweenSteps: Bool) async throws {
        try await TestCounty.with(settings: "selection:\n  rule: \(rule.rawValue)\n") { county in
            var story = Story(county, rule)
            for (number, step) in Story.steps.enumerated() {
                if number > 0, isKilledBetweenSteps { try await killAndCompare(county, story.requestID) }
                do {
                    try await step.play(&story)
                } catch {
                    Issue.record("step “\(step.name)”: \(error)")
                    throw error
                }
            }
            try expectOneHolderOfEachSeat(county)
            try expectConstantNoticeIDs(county)
        }
    }

    /// Kills the daemon, starts it again, and compares what it knows of the request with what it knew before.
    private func killAndCompare(_ county: TestCounty, _ id: String) async throws {
        let before = id.isEmpty ? nil : try await county.client.request(id)
        await county.kill()
        try await county.start()
        guard let before else { return }
        let after = try await county.client.request(id)
        #expect(after.state == before.state)
        #expect(after.assignments == before.assignments)
        #expect(after.seats == before.seats)
        #expect(Set(after.offers.map(\.id)).isSuperset(of: before.offers.map(\.id)))
        // Notes stand at the end and have no place in the journal.
        let journal = after.timeline.filter { !$0.type.hasPrefix("note.") }
        let known = before.timeline.filter { !$0.type.hasPrefix("note.") }
        #expect(Array(journal.prefix(known.count)) == known)
    }

    /// One notice has one id however often it is sent: receivers drop repeats by it.
    private func expectConstantNoticeIDs(_ county: TestCounty) throws {
        var ids: [String: Set<String>] = [:]
        for notice in county.notices {
            ids["\(notice.kind) \(notice.body.data.offer?.id ?? "")", default: []].insert(notice.id)
        }
        for (notice, ids) in ids { #expect(ids.count == 1, "\(notice) came as \(ids)") }
        let stored = try county.sql { try String.fetchSet($0, sql: "SELECT id FROM notice") }
        #expect(stored.isSuperset(of: county.notices.map(\.id)))
    }
}
