import NIOCore

/// Closes a connection whose other side keeps the daemon waiting for too long.
///
/// It stands nearest to the socket, where every byte passes, and learns about requests and answers from
/// ``RequestWatch``, which stands behind the parser. ``ConnectionDeadlines`` decides; this performs. One timer per
/// connection: it is set anew only when a deadline moves forward, and finds out when it fires that one has moved back.
///
/// It also holds back what comes behind a request until that one's answer is written, so that a client that sends and never
/// reads costs the daemon one request and one piece of its bytes.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private var deadlines: ConnectionDeadlines
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?
    /// Whether the parser and the route behind it stand; before that a shutdown simply closes.
    private var isServing = false
    /// What the parser has not been given. Nothing is asked for while there is any, but NIO reads a socket empty whose client
    /// has said its last.
    private var held: ByteBuffer?
    /// The client has said its last, and the parser does not know.
    private var isLastHeld = false
    /// Somebody behind the parser wants more bytes.
    private var wantsMore = false
    private var boundary = RequestBoundary()
    private var requestsEnded = 0
    private var answersWritten = 0
    private let total: HeldBytes
    private(set) var isShuttingDown = false
    let onAnswer: @Sendable (_ status: Int) -> Void

    init(limits: ListenerLimits, total: HeldBytes, onAnswer: @escaping @Sendable (_ status: Int) -> Void) {
        deadlines = ConnectionDeadlines(limits: limits, connectedAt: .now())
        self.total = total
        self.onAnswer = onAnswer
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        total.release(held?.readableBytes ?? 0)
        held = nil
    }

    /// Tells the deadlines what happened and sets the timer accordingly.
    func note(context: ChannelHandlerContext, _ change: (inout ConnectionDeadlines, NIODeadline) -> Void) {
        change(&deadlines, .now())
        setTimer(context: context)
    }

    /// The parser stands: it gets what came early.
    func servingBegan(context: ChannelHandlerContext) {
        isServing = true
        giveOn(context: context)
    }

    // MARK: One request at a time

    /// A header has come; `contentLength` and `isChunked` say what follows it.
    func headerEnded(context: ChannelHandlerContext, contentLength: Int?, isChunked: Bool) {
        boundary.headerEnded(contentLength: contentLength, isChunked: isChunked)
        note(context: context) { $0.headerEnded(at: $1) }
    }

    func requestEnded(context: ChannelHandlerContext) {
        boundary.requestEnded()
        requestsEnded += 1
        note(context: context) { $0.requestEnded(at: $1) }
    }

    /// The kernel has taken the last byte of an answer: what came behind its request may follow.
    func answerWritten(context: ChannelHandlerContext) {
        answersWritten += 1
        giveOn(context: context)
    }

    /// Answers instead of a route, and closes when the client has read that.
    func refuse(context: ChannelHandlerContext, _ answer: ListenerAnswer) {
        onAnswer(answer.status)
        let bytes = answer.bytes(allocator: context.channel.allocator)
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(bytes)), promise: nil)
        close(context: context, mode: .output, promise: nil)
    }

    /// An answer may come before its request is complete, so the former may be more.
    private var isOpen: Bool { isServing && requestsEnded <= answersWritten }

    /// Gives the parser what it may have, and asks for more when nothing is left.
    private func giveOn(context: ChannelHandlerContext) {
        var hasGiven = false
        while isOpen, var bytes = held, context.channel.isActive {
            let count = boundary.take(bytes.readableBytesView)
            guard let piece = bytes.readSlice(length: count) else { break }
            held = bytes.readableBytes > 0 ? bytes : nil
            total.release(count)
            hasGiven = true
            deadlines.readingResumed(at: .now())
            deadlines.bytesCame(at: .now())
            context.fireChannelRead(wrapInboundOut(piece))
        }
        if hasGiven {
            deadlines.readingPaused(at: .now())
            context.fireChannelReadComplete()
        }
        if isServing, isLastHeld, held == nil {
            isLastHeld = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        if wantsMore { read(context: context) } else { setTimer(context: context) }
    }

    private func hold(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
        var bytes = bytes
        let count = bytes.readableBytes
        if held == nil { held = bytes } else { held?.writeBuffer(&bytes) }
        let isTooMuch = !isOpen && (held?.readableBytes ?? 0) > deadlines.limits.maximumEarlyBytes
        if !total.hold(count) || isTooMuch { context.close(promise: nil) }
    }

    // MARK: Bytes

    func channelActive(context: ChannelHandlerContext) {
        setTimer(context: context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isServing { deadlines.bytesCame(at: .now()) }
        hold(unwrapInboundIn(data), context: context)
        giveOn(context: context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Until somebody asks for more, the client cannot go on. As a rule that follows at once.
        deadlines.readingPaused(at: .now())
        context.fireChannelReadComplete()
        setTimer(context: context)
    }

    func read(context: ChannelHandlerContext) {
        // What is held comes first, and while an answer is owed nothing comes.
        wantsMore = isServing && (held != nil || !isOpen)
        guard !wantsMore else {
            setTimer(context: context)
            return
        }
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
        if event as? ChannelEvent == .inputClosed, !isServing || held != nil {
            isLastHeld = true
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
