import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird
import NIOCore

/// `/v1/backups`: copies of the whole store. For administrators of the whole county.
struct BackupRoutes: Sendable {
    /// Bytes of a backup read and sent at a time.
    private static let pieceBytes = 256 * 1024

    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.post("backups", use: make)
        group.get("backups", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try check(context)
        let files: [BackupFile]
        do throws(BackupFailure) {
            files = try await dispatcher.backups.files()
        } catch {
            if case .fault(let fault) = error { throw BackupPresenter.unreadable(fault) }
            throw BackupPresenter.problem(error)
        }
        let backups = files.map { file in
            BackupView(name: file.name, bytes: file.sizeBytes, madeAt: WireTime(file.madeAt))
        }
        return try APIAnswer.json(BackupList(backups: backups, keep: dispatcher.backups.keep))
    }

    @Sendable private func make(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try check(context)
        let accepted = request.headers[.accept] ?? ""
        let turn: BackupTurn
        do throws(BackupFailure) {
            turn = try await dispatcher.backups.takeTurn()
        } catch {
            throw BackupPresenter.problem(error)
        }
        if accepted.contains(BackupStreamLine.fileMediaType) {
            return stream(BackupStreamLine.fileMediaType) { [dispatcher] writer in
                try await Self.send(turn, &writer) {
                    dispatcher.access.isInForce(principal, at: dispatcher.clock.expiryWall)
                }
            }
        }
        if accepted.contains(BackupStreamLine.mediaType) {
            return stream(BackupStreamLine.mediaType) { try await Self.keep(turn, &$0) }
        }
        let report: BackupReport
        do throws(BackupFailure) {
            report = try await turn.keep { _ in }
        } catch {
            throw BackupPresenter.problem(error)
        }
        return try APIAnswer.json(BackupPresenter.result(report))
    }

    @discardableResult
    private func check(_ context: APIContext) throws(Problem) -> Principal {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        return principal
    }

    // MARK: Streams

    private func stream(
        _ mediaType: String,
        _ write: @escaping @concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = mediaType
        headers[.cacheControl] = "no-store"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                try await write(&writer)
                try await writer.finish(nil)
            }
        )
    }

    @concurrent
    private static func keep(_ turn: BackupTurn, _ writer: inout any ResponseBodyWriter) async throws {
        let (lines, sink) = AsyncStream<BackupProgress>.makeStream(bufferingPolicy: .bufferingNewest(1))
        // Goes on when the client has gone: who asks for a backup wants one.
        async let last = lastLine(turn, sink)
        for await line in lines { try await write(.progress(BackupPresenter.progress(line)), to: &writer) }
        try await write(await last, to: &writer)
    }

    private static func lastLine(
        _ turn: BackupTurn,
        _ sink: AsyncStream<BackupProgress>.Continuation
    ) async -> BackupStreamLine {
        defer { sink.finish() }
        do throws(BackupFailure) {
            return .result(BackupPresenter.result(try await turn.keep { sink.yield($0) }))
        } catch {
            return .problem(BackupPresenter.problem(error))
        }
    }

    /// The lines, and after the last one the file, of which the daemon keeps nothing.
    ///
    /// - Parameter isPermitted: Whether the token that was come with still holds. The file breaks off when it does not; what
    ///   came of it is no backup.
    @concurrent
    private static func send(
        _ turn: BackupTurn,
        _ writer: inout any ResponseBodyWriter,
        while isPermitted: @Sendable () -> Bool
    ) async throws {
        let (lines, sink) = AsyncStream<BackupProgress>.makeStream(bufferingPolicy: .bufferingNewest(1))
        async let made = lend(turn, sink)
        for await line in lines { try await write(.progress(BackupPresenter.progress(line)), to: &writer) }
        let loan: BackupLoan
        do throws(BackupFailure) {
            loan = try await made.get()
        } catch {
            return try await write(.problem(BackupPresenter.problem(error)), to: &writer)
        }
        try await write(.result(BackupPresenter.result(loan.report)), to: &writer)
        let file = try await loan.open()
        while let piece = try await file.read(atMost: pieceBytes) {
            guard isPermitted() else { throw CancellationError() }
            try await write(ByteBuffer(bytes: piece), to: &writer)
        }
        await loan.sent()
    }

    private static func lend(
        _ turn: BackupTurn,
        _ sink: AsyncStream<BackupProgress>.Continuation
    ) async -> Result<BackupLoan, BackupFailure> {
        defer { sink.finish() }
        do throws(BackupFailure) {
            return .success(try await turn.lend { sink.yield($0) })
        } catch {
            return .failure(error)
        }
    }

    @concurrent
    private static func write(_ line: BackupStreamLine, to writer: inout any ResponseBodyWriter) async throws {
        try await write(ByteBuffer(bytes: try WireJSON.bytes(of: line) + [UInt8(ascii: "\n")]), to: &writer)
    }

    @concurrent
    private static func write(_ bytes: ByteBuffer, to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(bytes)
    }
}
