import CurlTransport
package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Serves a Hummingbird responder over HTTP/1.1 on a TCP port, or on the sockets that systemd has passed.
///
/// Hummingbird's own server can only bind an address by itself. This one takes either kind of socket on one path, keeps
/// every client within ``ListenerLimits``, and adds what the application around Hummingbird's server would: the request
/// id in the log and the `Date` header.
///
/// On graceful shutdown it stops accepting, closes connections that rest between requests, and lets the running requests
/// end; a route that streams has to watch `Task.isShuttingDownGracefully` or be closed after
/// ``ListenerLimits/drainMilliseconds``. When cancelled it closes at once.
package struct HTTPListener<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let responder: Responder
    private let addresses: [ListenAddress]
    private let limits: ListenerLimits
    private let eventLoopGroup: any EventLoopGroup
    private let onListening: @Sendable (SocketAddress?) async -> Void
    private let onAnswer: @Sendable (Int) -> Void
    private let onOverload: @Sendable () -> Void
    private let logger: Logger
    private let count: ConnectionCount
    private let held: HeldBytes

    /// - Parameters:
    ///   - addresses: all are served alike, and within the same limits; when one closes by itself, all do.
    ///   - onListening: called once, when connections are taken, with the address the first socket really has (port 0 asked
    ///     for any port). Connections wait until it returns.
    ///   - onAnswer: called with the status of every answer, also those that no route gave (`400`, `408`, `503`); must not block.
    ///   - onOverload: called for each connection that finds no place; must not block.
    package init(
        responder: Responder,
        addresses: [ListenAddress],
        limits: ListenerLimits = ListenerLimits(),
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger,
        onAnswer: @escaping @Sendable (_ status: Int) -> Void = { _ in },
        onOverload: @escaping @Sendable () -> Void = {},
        onListening: @escaping @Sendable (SocketAddress?) async -> Void = { _ in }
    ) {
        self.responder = responder
        self.addresses = addresses
        self.limits = limits
        self.eventLoopGroup = eventLoopGroup
        self.logger = logger
        self.onAnswer = onAnswer
        self.onOverload = onOverload
        self.onListening = onListening
        count = ConnectionCount(limits: limits)
        held = HeldBytes(limit: limits.maximumHeldBytes)
    }

    /// Returns when every event loop has come round, so that each could have served a caller.
    package func answers() async throws {
        for loop in eventLoopGroup.makeIterator() { try await loop.submit {}.get() }
    }

    /// Serves so many connections at the same time from now on.
    package func serve(atMost connections: Int) {
        count.serve(atMost: connections)
    }

    /// Listens until told to stop.
    ///
    /// - Throws: ``ListenFault``.
    package func run() async throws {
        // Unbounded here, bounded by the count: what lies in it are open connections.
        let (connections, arrivals) = AsyncStream<any Channel>.makeStream(bufferingPolicy: .unbounded)
        let servers = try await listen(handingTo: arrivals)
        for server in servers { server.closeFuture.whenComplete { _ in arrivals.finish() } }

        let http = makeHTTPChannel()
        await withTaskCancellationOrGracefulShutdownHandler {
            for server in servers {
                logger.info(
                    "listening",
                    metadata: ["address": "\(server.localAddress.map(String.init(describing:)) ?? "")"]
                )
            }
            await onListening(servers.first?.localAddress)
            await withDiscardingTaskGroup { group in
                for await connection in connections {
                    group.addTask { await serve(connection, with: http) }
                }
            }
        } onCancelOrGracefulShutdown: {
            for server in servers { server.close(promise: nil) }
        }
        guard Task.isShuttingDownGracefully || Task.isCancelled else {
            for server in servers { server.close(promise: nil) }
            throw ListenFault.closed(addresses: addresses)
        }
        logger.info("no longer listening")
    }

    // MARK: The sockets

    private func listen(handingTo arrivals: AsyncStream<any Channel>.Continuation) async throws -> [any Channel] {
        var servers: [any Channel] = []
        do {
            for address in addresses { servers.append(try await listen(at: address, handingTo: arrivals)) }
        } catch {
            for server in servers { server.close(promise: nil) }
            throw error
        }
        return servers
    }

    private func listen(
        at address: ListenAddress,
        handingTo arrivals: AsyncStream<any Channel>.Continuation
    ) async throws -> any Channel {
        try address.check()
        let bootstrap = ServerBootstrap(group: eventLoopGroup)
            .serverChannelOption(.backlog, value: limits.backlogConnections)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Out of descriptors, accepting pauses for a second. Without this the error would repeat in a tight loop.
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptBackoffHandler(shouldForwardIOErrorCaught: false)
                    )
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // Nothing is read before the parser stands.
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 1024, maximum: limits.readChunkBytes)
            )
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: limits.writeBufferBytes / 2, high: limits.writeBufferBytes)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try admit(channel, handingTo: arrivals) }
            }
        do {
            return switch address {
            case .network(let host, let port): try await bootstrap.bind(to: Self.look(up: host, port: port)).get()
            case .inherited(let descriptor): try await bootstrap.withBoundSocket(descriptor).get()
            }
        } catch let error as IOError {
            throw ListenFault(address: address, error)
        } catch is SocketAddressError.UnknownHost {
            throw ListenFault.unknownHost(address: address)
        } catch {
            throw ListenFault.rejected(address: address, reason: "\(error)")
        }
    }

    /// How long the name of the address to listen on may take to be looked up.
    private static var lookupMilliseconds: Int { 30_000 }

    /// The address of a host, which may be a name; asked for on a thread of its own, since that may take for ever.
    private static func look(up host: String, port: Int) async throws -> SocketAddress {
        if let address = try? SocketAddress(ipAddress: host, port: port) { return address }  // a name otherwise
        let threads = BlockingThreads(
            "the name service",
            name: "resolver",
            threads: 1,
            waiting: 0,
            patienceMilliseconds: lookupMilliseconds
        )
        return try await threads.run { _ in try SocketAddress.makeAddressResolvingHost(host, port: port) }
    }

    /// Gives a fresh connection its place, on its event loop.
    private func admit(_ channel: any Channel, handingTo arrivals: AsyncStream<any Channel>.Continuation) throws {
        let place = count.enter()
        channel.closeFuture.whenComplete { _ in count.leave() }
        switch place {
        case .served:
            try channel.pipeline.syncOperations.addHandler(
                ConnectionWatch(limits: limits, total: held, onAnswer: onAnswer)
            )
            if case .terminated = arrivals.yield(channel) { channel.close(promise: nil) }
        case .refused:
            try channel.pipeline.syncOperations.addHandler(ConnectionRefusal(limits: limits))
            onAnswer(503)
            onOverload()
            logger.debug("refused a connection: there are as many as allowed")
        case .dropped:
            onOverload()
            channel.close(promise: nil)
        }
    }

    // MARK: Connections

    private func serve(_ channel: any Channel, with http: HTTP1Channel) async {
        await withGracefulShutdownHandler {
            do {
                let stream = try await channel.eventLoop.flatSubmit {
                    http.setup(channel: channel, logger: logger).flatMapThrowing { stream in
                        try Self.addRequestWatch(to: channel.pipeline.syncOperations)
                        return stream
                    }
                }.get()
                channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
                await http.handle(value: stream, logger: logger)
            } catch {
                // Closed before its first byte was read: by the client, a deadline or the shutdown.
                logger.trace("a connection closed before it was served", metadata: ["error": "\(error)"])
                channel.close(promise: nil)
            }
        } onGracefulShutdown: {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    private static func addRequestWatch(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        let watch = try pipeline.handler(type: ConnectionWatch.self)
        let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let context = try pipeline.context(handler: watch)
        try pipeline.addHandler(RequestWatch(watch: watch, watchContext: context), position: .after(parser))
        watch.servingBegan(context: context)
    }

    private func makeHTTPChannel() -> HTTP1Channel {
        HTTP1Channel(
            responder: { request, writer, channel in
                try await answer(request, through: writer, on: channel)
            },
            configuration: .init(
                // The connection watch has the deadlines; Hummingbird's handler only closes at shutdown.
                idleTimeout: nil,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.maximumHeaderFieldBytes,
                    maxHeaderListSize: limits.maximumHeaderBytes,
                    maxHeaderFieldCount: limits.maximumHeaderFields
                )
            )
        )
    }

    @concurrent
    private func answer(
        _ request: Request,
        through writer: consuming ResponseWriter,
        on channel: any Channel
    ) async throws {
        var requestLogger = logger
        // Hummingbird's request contexts take their id from here.
        requestLogger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
        let context = Responder.Context(source: .init(channel: channel, logger: requestLogger))
        var response: Response
        do {
            response = try await responder.respond(to: request, context: context)
        } catch let error as HTTPParserError {
            // The body turned out malformed; the HTTP channel answers 400 and closes.
            throw error
        } catch {
            requestLogger.error("a route failed without an answer of its own", metadata: ["error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        response.headers[.date] = HTTPDate.now()
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch is HTTPParserError {
            // The channel would write a second head upon this error.
            throw AnswerInterrupted()
        }
    }
}

/// The request turned out malformed while its answer was already being written.
private struct AnswerInterrupted: Error {}
