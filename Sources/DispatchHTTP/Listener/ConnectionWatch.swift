import NIOCore

/// Closes a connection whose other side keeps the daemon waiting for too long.
///
/// It stands nearest to the socket, where every byte passes, and learns about requests and answers from
/// ``RequestWatch``, which stands behind the parser. ``ConnectionDeadlines`` decides; this performs. One timer per
/// connection: it is set anew only when a deadline moves forward, and finds out when it fires that one has moved back.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private var deadlines: ConnectionDeadlines
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?
    /// Whether the parser and the route behind it stand; before that a shutdown simply closes.
    private var isServing = false
    /// What came before that. Nothing is asked for so early, but NIO reads a socket empty whose client has said its last.
    private var early: (bytes: [ByteBuffer], count: Int, isLast: Bool) = ([], 0, false)
    private(set) var isShuttingDown = false
    let onAnswer: @Sendable (_ status: Int) -> Void

    init(limits: ListenerLimits, onAnswer: @escaping @Sendable (_ status: Int) -> Void) {
        deadlines = ConnectionDeadlines(limits: limits, connectedAt: .now())
        self.onAnswer = onAnswer
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
    }

    /// Tells the deadlines what happened and sets the timer accordingly.
    func note(context: ChannelHandlerContext, _ change: (inout ConnectionDeadlines, NIODeadline) -> Void) {
        change(&deadlines, .now())
        setTimer(context: context)
    }

    /// The parser stands: it gets what came early.
    func servingBegan(context: ChannelHandlerContext) {
        isServing = true
        let (bytes, _, isLast) = early
        early = ([], 0, false)
        for buffer in bytes { context.fireChannelRead(wrapInboundOut(buffer)) }
        if !bytes.isEmpty { context.fireChannelReadComplete() }
        if isLast { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    }

    // MARK: Bytes

    func channelActive(context: ChannelHandlerContext) {
        setTimer(context: context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        deadlines.bytesCame(at: .now())
        guard !isServing else {
            context.fireChannelRead(data)
            return
        }
        let buffer = unwrapInboundIn(data)
        early.bytes.append(buffer)
        early.count += buffer.readableBytes
        if early.count > deadlines.limits.maximumEarlyBytes { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Until somebody asks for more, the client cannot go on. As a rule that follows at once.
        deadlines.readingPaused(at: .now())
        context.fireChannelReadComplete()
        setTimer(context: context)
    }

    func read(context: ChannelHandlerContext) {
        note(context: context) { $0.readingResumed(at: $1) }
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let takes = context.channel.isWritable
        note(context: context) { $0.clientTakesBytes(takes, at: $1) }
        context.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .output: note(context: context) { $0.lastWordSaid(at: $1) }
        case .input, .all: break
        }
        context.close(mode: mode, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            guard isServing else {
                context.close(promise: nil)
                return
            }
            isShuttingDown = true
            note(context: context) { $0.shutdownBegan(at: $1) }
        }
        if !isServing, event as? ChannelEvent == .inputClosed {
            early.isLast = true
            return
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Time

    private func setTimer(context: ChannelHandlerContext) {
        guard let deadline = deadlines.deadline, context.channel.isActive else { return }
        if let timer {
            guard deadline < timer.at else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timer = nil
            self.timeCame(context: context)
        }
        timer = (deadline, task)
    }

    private func timeCame(context: ChannelHandlerContext) {
        switch deadlines.verdict(at: .now()) {
        case .rest: break
        case .wait: setTimer(context: context)
        case .close: context.close(promise: nil)
        case .closeWithTimeout:
            let answer = ListenerAnswer.requestTimeout
            let bytes = answer.bytes(allocator: context.channel.allocator)
            onAnswer(answer.status)
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(bytes)), promise: nil)
            context.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension ConnectionWatch: Sendable {}
