import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import RosterFiles

/// `/v1/imports/{villages|members|households|desks}`: a county's lists, each whole or not at all.
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
        // All of it before the upload: what is refused leaves no list behind.
        let query = try request.query("dryRun", "removeMissing", "encoding")
        let encoding: ImportEncoding = try query.choice("encoding") ?? .automatic
        let isDryRun = try query.flag("dryRun") ?? false
        let removesMissing = try query.flag("removeMissing") ?? false
        // A full disk is told before the upload makes it fuller.
        _ = try await dispatcher.writer.write([], isNewWork: true)
        let upload = try await Upload.receive(request, into: uploadFolder, on: dispatcher.threads.uploads)
        let order = Importer.Order(
            path: upload.path,
            kind: kind,
            encoding: TextEncoding(encoding),
            isDryRun: isDryRun,
            removesMissing: removesMissing,
            actor: principal.actor
        )
        guard request.headers[.accept]?.contains(ImportStreamLine.mediaType) ?? false else {
            let result: ImportResult
            do {
                result = try await ImportPresenter.result(of: order, dispatcher.importer) { _, _, _ in }
            } catch {
                await upload.remove()
                throw error
            }
            await upload.remove()
            return try APIAnswer.json(result)
        }
        return Response(
            status: .ok,
            headers: [.contentType: ImportStreamLine.mediaType, .cacheControl: "no-store"],
            body: ResponseBody { [dispatcher] writer in
                // It is read until the import is over, also when whoever follows it has gone.
                defer { withExtendedLifetime(upload) {} }
                let (lines, sink) = AsyncStream<ImportProgress>.makeStream(bufferingPolicy: .bufferingNewest(1))
                async let last = ImportPresenter.lastLine(of: order, dispatcher.importer) { stage, rows, bytes in
                    sink.yield(ImportProgress(stage: stage, rows: rows, bytes: bytes))
                } onEnd: {
                    sink.finish()
                }
                for await line in lines { try await Self.write(.progress(line), to: &writer) }
                let end = await last
                await upload.remove()
                try await Self.write(end, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    @concurrent
    private static func write(_ line: ImportStreamLine, to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(bytes: try WireJSON.bytes(of: line) + [UInt8(ascii: "\n")]))
    }
}
