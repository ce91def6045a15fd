import NIOCore
import NIOPosix

/// A client that says exactly the bytes it is told, as no HTTP library would.
struct ListenerClient: Sendable {
    private let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    /// - Parameter reading: false makes a client that never takes what is sent to it.
    static func connect(to address: SocketAddress, reading: Bool = true) async throws -> ListenerClient {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reading)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .connect(to: address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let inbox = Inbox()
                    try channel.pipeline.syncOperations.addHandler(inbox)
                    return ListenerClient(
                        channel: channel,
                        inbox: NIOLoopBound(inbox, eventLoop: channel.eventLoop)
                    )
                }
            }
    }

    func say(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Everything heard so far, as soon as `enough` of it has come.
    ///
    /// - Throws: ``Silence`` with what was heard, when the connection closes or the seconds pass before.
    @discardableResult
    func hear(withinSeconds seconds: Int64 = 20, _ enough: @escaping @Sendable (String) -> Bool) async throws -> String
    {
        try await channel.eventLoop.flatSubmit { [inbox, channel] in
            inbox.value.wait(on: channel.eventLoop, .seconds(seconds), enough)
        }.get()
    }

    /// Everything heard until the other side closed.
    func hearUntilClosed(withinSeconds seconds: Int64 = 20) async throws -> String {
        do {
            return try await hear(withinSeconds: seconds) { _ in false }
        } catch let silence as Silence where silence.isClosed {
            return silence.heard
        }
    }

    /// Says something and hears everything until the other side closes, also when it has closed already.
    func saying(_ text: String) async throws -> String {
        do {
            try await say(text)
        } catch is ChannelError {
            // It has closed; what it said before that counts.
        } catch is IOError {
            // It is closing.
        }
        return try await hearUntilClosed()
    }

    /// Closes the direction to the daemon, as `nc -N` does.
    func sayNoMore() async throws {
        try await channel.close(mode: .output)
    }

    func close() async throws {
        try await channel.close()
    }

    struct Silence: Error {
        var heard: String
        var isClosed: Bool
    }

    private final class Inbox: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private var heard = ""
        private var isClosed = false
        private var waiting: [(enough: @Sendable (String) -> Bool, promise: EventLoopPromise<String>)] = []

        func wait(
            on loop: any EventLoop,
            _ time: TimeAmount,
            _ enough: @escaping @Sendable (String) -> Bool
        ) -> EventLoopFuture<String> {
            let promise = loop.makePromise(of: String.self)
            waiting.append((enough, promise))
            let timeout = loop.assumeIsolated().scheduleTask(in: time) {
                promise.fail(Silence(heard: self.heard, isClosed: false))
            }
            promise.futureResult.whenComplete { _ in timeout.cancel() }
            settle()
            return promise.futureResult
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard += String(buffer: unwrapInboundIn(data))
            settle()
        }

        func channelInactive(context: ChannelHandlerContext) {
            isClosed = true
            settle()
        }

        /// A reset connection is a closed one.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func settle() {
            waiting.removeAll { item in
                if item.enough(heard) {
                    item.promise.succeed(heard)
                } else if isClosed {
                    item.promise.fail(Silence(heard: heard, isClosed: true))
                } else {
                    return false
                }
                return true
            }
        }
    }
}
