import CurlTransport
import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import RosterFiles

/// Runs an import and puts what comes of it in the words of the API.
enum ImportPresenter {
    typealias Progress = @Sendable (_ stage: ImportProgress.Stage, _ rows: Int, _ bytes: Int) async -> Void

    static func result(
        of order: Importer.Order,
        _ importer: Importer,
        progress: @escaping Progress
    ) async throws -> ImportResult {
        do {
            let report = try await importer.perform(order) { stage, rows, bytes in
                switch stage {
                case .checking: await progress(.reading, rows, bytes)
                case .staging: await progress(.staging, rows, bytes)
                }
            }
            return ImportResult(
                kind: ImportKind(order.kind),
                dryRun: order.isDryRun,
                rows: report.rows,
                added: report.added,
                changed: report.changed,
                unchanged: report.unchanged,
                removed: report.removed,
                kept: report.kept.map(\.text)
            )
        } catch let failure as Importer.Failure {
            throw problem(failure)
        }
    }

    /// The line that ends a streamed answer.
    static func lastLine(
        of order: Importer.Order,
        _ importer: Importer,
        progress: @escaping Progress,
        onEnd: @Sendable () -> Void
    ) async -> ImportStreamLine {
        defer { onEnd() }
        do {
            return .result(try await result(of: order, importer, progress: progress))
        } catch let problem as Problem {
            return .problem(problem)
        } catch let failure as SubmissionFailure {
            return .problem(Problem(failure: failure))
        } catch let fault as BlockingFault {
            return .problem(Problem(blocked: fault))
        } catch {
            return .problem(Problem(.internalFault))
        }
    }

    static func problem(_ failure: Importer.Failure) -> Problem {
        switch failure {
        case .running: Problem(.importRunning, retryAfterSeconds: 10)
        case .submission(let failure): Problem(failure: failure)
        case .twoDesks(let first, let second, let level, let code):
            Problem(
                .importRefused,
                detail:
                    "Both \(first) and \(second), of which the file leaves one out, would be the desk of \(level.rawValue)"
                    + " \(code); remove what is missing, or list both.",
                field: "code",
                value: .string(code)
            )
        case .tooManyCapabilities(let count):
            Problem(
                .importRefused,
                detail: "With the members in force there would be \(count) different capability words.",
                field: "capabilities",
                allowed: ["at most \(CapabilityVocabulary.wordLimit) words"]
            )
        case .villagesInUse(let codes):
            Problem(
                .importRefused,
                detail: "\(codes.count) villages that are no longer listed still have members or households.",
                field: "code",
                allowed: ["list them, or import members and households without them first"],
                candidates: codes.prefix(WireLimits.reportedImportLines).map { .string($0) }
            )
        case .file(.lines(let first, let total)):
            .importRefused(
                lines: first.map { ImportLineError($0) },
                lineCount: total
            )
        case .file(.file(let fault)):
            Problem(.importRefused, detail: fault.message)
        }
    }
}

extension ImportLineError {
    /// The fault in the words of the API; one of a whole row names no column.
    init(_ fault: ImportLineFault) {
        let isOfRow = fault.column.isEmpty
        self.init(
            line: fault.line,
            column: isOfRow ? nil : fault.column,
            value: isOfRow ? nil : fault.value,
            message: fault.message
        )
    }
}

extension TextEncoding {
    init(_ encoding: ImportEncoding) {
        switch encoding {
        case .automatic: self = .auto
        case .utf8: self = .utf8
        case .gb18030: self = .gb18030
        }
    }
}

extension ImportKind {
    init(_ kind: RosterKind) {
        switch kind {
        case .villages: self = .villages
        case .members: self = .members
        case .households: self = .households
        case .desks: self = .desks
        }
    }
}
