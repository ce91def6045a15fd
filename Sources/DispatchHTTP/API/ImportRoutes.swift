import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// `/v1/imports/{villages|members|households}`: a county's lists, each whole or not at all.
struct ImportRoutes: Sendable {
    let dispatcher: Dispatcher
    let uploadFolder: String

    func add(to group: RouterGroup<APIContext>) {
        group.post("imports/:kind", use: perform)
    }

    @Sendable private func perform(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        guard let kind = RosterKind(rawValue: try context.text("kind")) else { throw Problem(.notFound) }
        let query = try request.query("dryRun", "removeMissing", "encoding")
        let encoding: ImportEncoding = try query.choice("encoding") ?? .automatic
        let upload = try await Upload.receive(request, into: uploadFolder)
        let order = Importer.Order(
            path: upload.path,
            kind: kind,
            encoding: TextEncoding(encoding),
            isDryRun: try query.flag("dryRun") ?? false,
            removesMissing: try query.flag("removeMissing") ?? false,
            actor: principal.actor
        )
        guard request.headers[.accept]?.contains(ImportStreamLine.mediaType) ?? false else {
            defer { upload.remove() }
            let result = try await ImportPresenter.result(of: order, dispatcher.importer) { _, _, _ in }
            return try APIAnswer.json(result)
        }
        return Response(
            status: .ok,
            headers: [.contentType: ImportStreamLine.mediaType, .cacheControl: "no-store"],
            body: ResponseBody { [dispatcher] writer in
                defer { upload.remove() }
                let (lines, sink) = AsyncStream<ImportProgress>.makeStream(bufferingPolicy: .bufferingNewest(1))
                async let last = ImportPresenter.lastLine(of: order, dispatcher.importer) { stage, rows, bytes in
                    sink.yield(ImportProgress(stage: stage, rows: rows, bytes: bytes))
                } onEnd: {
                    sink.finish()
                }
                for await line in lines { try await Self.write(.progress(line), to: &writer) }
                try await Self.write(await last, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    @concurrent
    private static func write(_ line: ImportStreamLine, to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(bytes: try WireJSON.bytes(of: line) + [UInt8(ascii: "\n")]))
    }
}

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
            return .problem(Problem(failure))
        } catch {
            return .problem(Problem(.internalFault))
        }
    }

    static func problem(_ failure: Importer.Failure) -> Problem {
        switch failure {
        case .running: Problem(.importRunning, retryAfterSeconds: 10)
        case .submission(let failure): Problem(failure)
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
                lines: first.map {
                    ImportLineError(line: $0.line, column: $0.column, value: $0.value, message: $0.message)
                },
                lineCount: total
            )
        case .file(.file(let fault)):
            Problem(.importRefused, detail: fault.message)
        }
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
        }
    }
}

/// An uploaded file on its way through the check; it goes when the import is over.
struct Upload: Sendable {
    let path: String

    /// Writes the body to a file of its own, up to `WireLimits.importLimitBytes`.
    static func receive(_ request: Request, into folder: String) async throws -> Upload {
        let limit = WireLimits.importLimitBytes
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.bodyTooLarge(limitBytes: limit)
        }
        let upload = Upload(path: "\(folder)/upload-\(UUID().uuidString).csv")
        let isMade = FileManager.default.createFile(
            atPath: upload.path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw Problem(.diskFull, detail: "The upload cannot be kept.", retryAfterSeconds: 30) }
        do {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: upload.path))
            defer { try? file.close() }  // a failed write has been thrown already
            var received = 0
            for try await chunk in request.body {
                received += chunk.readableBytes
                guard received <= limit else { throw Problem.bodyTooLarge(limitBytes: limit) }
                try file.write(contentsOf: Data(buffer: chunk))
            }
            return upload
        } catch {
            upload.remove()
            if error is CocoaError {
                throw Problem(.diskFull, detail: "The upload cannot be kept.", retryAfterSeconds: 30)
            }
            throw error
        }
    }

    func remove() {
        // What is left behind is swept away at the next start.
        try? FileManager.default.removeItem(atPath: path)
    }
}
