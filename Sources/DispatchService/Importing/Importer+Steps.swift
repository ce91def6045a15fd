import Crypto
import CurlTransport
import DispatchCore
import DispatchStore
import Foundation
import Glibc
import RosterFiles

/// The steps of an import, in their order.
extension Importer {
    /// How often an assignment may come between the plan and its commit before the import gives up.
    private static let retryLimit = 5
    /// Read at once when the file's digest is taken.
    private static let digestChunkBytes = 1 << 20

    /// Reads the file and checks every value, on a thread of its own that leaves the processor to callers.
    func check(
        _ order: Order,
        progress: @escaping @Sendable (Stage, Int, Int) async -> Void
    ) async throws -> CheckedRoster {
        let villages = Dictionary(try await store.villages().map { ($0.code, $0) }) { first, _ in first }
        let members = order.kind == .households ? try await store.memberRecords().map(\.id) : []
        let known = ImportKnowledge(
            villages: villages,
            memberIDs: Set(members),
            countyCode: store.county.code,
            categories: categories()
        )
        let (points, reporter) = AsyncStream<ImportProgressPoint>.makeStream(bufferingPolicy: .bufferingNewest(1))
        async let reporting: Void = {
            for await point in points { await progress(.checking, point.rowsRead, point.bytesRead) }
        }()
        async let checking = threads.run { pulse in
            defer { reporter.finish() }
            // On Linux this is the priority of the calling thread alone. Without it the import is merely less polite.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            return Result { () throws(RosterFileFault) in
                try RosterCheck().check(
                    fileAt: order.path,
                    kind: order.kind,
                    encoding: order.encoding,
                    known: known,
                    progress: {
                        pulse.beat()
                        reporter.yield($0)
                    }
                )
            }
        }
        let result: Result<CheckedRoster, RosterFileFault>
        do {
            result = try await checking
        } catch {
            // A thread that did not begin, or does not come back, reports nothing more.
            reporter.finish()
            await reporting
            throw error
        }
        await reporting
        do throws(RosterFileFault) {
            return try result.get()
        } catch {
            throw Failure.file(error)
        }
    }

    /// Compares with what is in force and decides what stays.
    func plan(_ checked: CheckedRoster, _ order: Order) async throws -> ImportPlan {
        switch checked.records {
        case .villages(let listed):
            let inUse = order.removesMissing ? try await store.villageCodesInUse() : []
            let codes = Set(listed.map(\.code))
            let inForce = try await store.villages()
            let missing = inForce.map(\.code).filter { inUse.contains($0) && !codes.contains($0) }
            guard missing.isEmpty else { throw Failure.villagesInUse(missing) }
            return ImportPlan.make(
                listed: listed,
                inForce: inForce,
                id: \.code,
                removesMissing: order.removesMissing,
                wrap: CheckedRoster.Records.villages
            ).plan
        case .members(let listed):
            let busy = order.removesMissing ? try await membersWithOpenAssignment() : []
            var (plan, kept) = ImportPlan.make(
                listed: listed,
                inForce: try await store.memberRecords(),
                id: \.id,
                removesMissing: order.removesMissing,
                mustStay: busy,
                wrap: CheckedRoster.Records.members
            )
            plan.report.kept = kept
            try checkVocabulary(of: plan)
            return plan
        case .households(let listed):
            return ImportPlan.make(
                listed: listed,
                inForce: try await store.householdRecords(),
                id: \.id,
                removesMissing: order.removesMissing,
                wrap: CheckedRoster.Records.households
            ).plan
        case .desks(let listed):
            let (plan, _) = ImportPlan.make(
                listed: listed,
                inForce: try await store.deskRecords(),
                id: \.id,
                removesMissing: order.removesMissing,
                wrap: CheckedRoster.Records.desks
            )
            try checkPlaces(of: plan)
            return plan
        }
    }

    /// The file alone has few enough capability words; together with members it leaves out there may be too many.
    private func checkVocabulary(of plan: ImportPlan) throws {
        guard case .members(let members) = plan.records else { return }
        let words = Set(members.flatMap(\.capabilities))
        guard words.count <= CapabilityVocabulary.wordLimit else { throw Failure.tooManyCapabilities(words.count) }
    }

    /// Each place has one desk; together with desks that the file leaves out it may have two.
    private func checkPlaces(of plan: ImportPlan) throws {
        guard case .desks(let desks) = plan.records else { return }
        for (position, desk) in desks.enumerated() {
            guard let other = desks[..<position].first(where: { $0.level == desk.level && $0.code == desk.code }) else {
                continue
            }
            throw Failure.twoDesks(other.id, desk.id, level: desk.level, code: desk.code)
        }
    }

    private func membersWithOpenAssignment() async throws -> Set<MemberID> {
        do throws(SubmissionFailure) {
            return try await writer.inspect { $0.membersWithOpenAssignment }
        } catch {
            throw Failure.submission(error)
        }
    }

    /// Stages the list piece by piece and puts it in force with one commit.
    func bringIntoForce(
        _ plan: ImportPlan,
        _ order: Order,
        progress: @escaping @Sendable (Stage, Int, Int) async -> Void
    ) async throws -> Report {
        let edition = try await store.nextEditionID()
        do throws(SubmissionFailure) {
            _ = try await writer.write(
                [.editionStarted(id: edition, order.kind, at: clock.now)],
                isNewWork: true
            )
        } catch {
            throw Failure.submission(error)
        }
        do {
            try await stage(plan.records, as: edition, progress: progress)
            return try await putInForce(edition, plan, order)
        } catch {
            // The next start retires it if this cannot be written either.
            _ = try? await writer.write([.editionAbandoned(id: edition)])
            if let failure = error as? SubmissionFailure { throw Failure.submission(failure) }
            throw error
        }
    }

    private func stage(
        _ records: CheckedRoster.Records,
        as edition: Int64,
        progress: @escaping @Sendable (Stage, Int, Int) async -> Void
    ) async throws {
        switch records {
        case .villages(let records):
            try await stage(records, progress: progress) { .editionVillages(id: edition, $0) }
        case .members(let records):
            try await stage(records, progress: progress) { .editionMembers(id: edition, $0) }
        case .households(let records):
            try await stage(records, progress: progress) { .editionHouseholds(id: edition, $0) }
        case .desks(let records):
            try await stage(records, progress: progress) { .editionDesks(id: edition, $0) }
        }
    }

    private func stage<Record: Sendable>(
        _ records: [Record],
        progress: @escaping @Sendable (Stage, Int, Int) async -> Void,
        wrap: ([Record]) -> StoreRecord
    ) async throws {
        var start = 0
        while start < records.count {
            let end = min(start + Self.rowsPerCommit, records.count)
            _ = try await writer.write([wrap(Array(records[start..<end]))], isNewWork: true)
            start = end
            await progress(.staging, start, 0)
        }
    }

    private func putInForce(_ edition: Int64, _ plan: ImportPlan, _ order: Order) async throws -> Report {
        var report = plan.report
        let imported = RosterImported(
            kind: order.kind.rawValue,
            edition: edition,
            rows: report.rows,
            added: report.added,
            changed: report.changed,
            removed: report.removed,
            digest: try await threads.run { try Self.digest(ofFileAt: order.path, $0) }
        )
        var attempts = 0
        while true {
            let roster = order.kind == .households ? nil : try await store.roster(with: edition, of: order.kind)
            do throws(SubmissionFailure) {
                _ = try await writer.submit(
                    .replaceRoster(RosterReplacement(imported: imported, roster: roster)),
                    by: order.actor,
                    isNewWork: true
                ) { _, at in
                    // Before it is in force: both lists are there to be compared.
                    let links: [StoreRecord] =
                        order.kind == .members ? [.memberLinksFollow(edition: edition, at: at)] : []
                    return links + [.editionInForce(id: edition, order.kind)]
                }
                return report
            } catch {
                // Somebody to be removed has taken an assignment meanwhile: they stay.
                guard case .refused(.memberBusy(let member, _)) = error, attempts < Self.retryLimit else { throw error }
                attempts += 1
                _ = try await writer.write([.editionKeepsMembers(id: edition, [member])], isNewWork: true)
                report.kept.append(member)
                report.removed -= 1
            }
        }
    }

    /// SHA-256 of the file, hexadecimal.
    private static func digest(ofFileAt path: String, _ pulse: BlockingPulse) throws -> String {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }  // it was only read
        var hash = SHA256()
        while let chunk = try file.read(upToCount: digestChunkBytes), !chunk.isEmpty {
            hash.update(data: chunk)
            pulse.beat()
        }
        return Hexadecimal.text(hash.finalize())
    }
}
