import NIOCore

/// Answers a connection above the limit with `503` and closes it as soon as the client has read that.
final class ConnectionRefusal: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = IOData

    private let limits: ListenerLimits

    init(limits: ListenerLimits) {
        self.limits = limits
    }

    func channelActive(context: ChannelHandlerContext) {
        let answer = ListenerAnswer.overloaded(retryAfterSeconds: limits.retryAfterSeconds)
        context.writeAndFlush(
            wrapOutboundOut(.byteBuffer(answer.bytes(allocator: context.channel.allocator))),
            promise: nil
        )
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        channel.eventLoop.scheduleTask(in: .milliseconds(limits.lingerMilliseconds)) {
            channel.close(promise: nil)
        }
        context.read()
    }

    /// Drops what the client says: unread bytes would make the kernel throw the answer away at closing.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelReadComplete(context: ChannelHandlerContext) {
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
    }
}

@available(*, unavailable)
extension ConnectionRefusal: Sendable {}
