import NIOCore
import NIOHTTP1

/// Sees each request and answer between the HTTP/1 parser and the route, and keeps the rules of the connection.
///
/// It tells ``ConnectionWatch`` where the client stands. And it does what the Swift HTTP types behind it no longer can,
/// because they have lost the version: a client of HTTP/1.0, or one that asks for it, gets `Connection: close` and the
/// connection is closed after its answer (RFC 9112, section 9.3); `Expect: 100-continue` is answered at once, since the
/// client would otherwise wait a second before it sends an import (RFC 9110, section 10.1.1). A request that does not say
/// its host as HTTP/1.1 demands is refused here, where fields of one name can still be counted.
final class RequestWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let watch: ConnectionWatch
    private let watchContext: ChannelHandlerContext
    private var requestsSeen = 0
    private var requestsAnswered = 0
    /// The request after whose answer the connection ends, with its version; what follows it is not served.
    private var last: (number: Int, version: HTTPVersion)?
    private var isRefused = false

    init(watch: ConnectionWatch, watchContext: ChannelHandlerContext) {
        self.watch = watch
        self.watchContext = watchContext
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let last, last.number < requestsSeen { return }
        if isRefused { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            requestsSeen += 1
            if last != nil { return }
            watch.headerEnded(
                context: watchContext,
                contentLength: head.headers.first(name: "content-length").flatMap { Int($0) },
                isChunked: head.headers["transfer-encoding"].contains { $0.lowercased().contains("chunked") }
            )
            if let fault = HostField.fault(of: head) {
                isRefused = true
                watch.refuse(context: watchContext, .invalidHost(detail: fault))
                return
            }
            // The parser stops after a request to switch protocols, and we never switch.
            if !head.isKeepAlive || head.version != .http1_1 || head.method == .CONNECT
                || head.headers.contains(name: "upgrade")
            {
                last = (requestsSeen, head.version)
            }
            // An interim answer must not overtake those of earlier requests.
            if head.version == .http1_1, requestsAnswered == requestsSeen - 1,
                head.headers.first(name: "expect")?.lowercased() == "100-continue"
            {
                let interim = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: nil)
            }
        case .body(let buffer):
            watch.note(context: watchContext) { $0.bodyCame(bytes: buffer.readableBytes, at: $1) }
        case .end:
            watch.requestEnded(context: watchContext)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // What was said instead of a route was the last word.
        guard !isRefused else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            guard head.status.code >= 200 else { break }
            watch.note(context: watchContext) { deadlines, _ in deadlines.answerBegan() }
            // An answer into a closed connection reaches nobody.
            if context.channel.isActive { watch.onAnswer(Int(head.status.code)) }
            let version = last.flatMap { $0.number == requestsAnswered + 1 ? $0.version : nil }
            guard version != nil || watch.isShuttingDown else { break }
            head.headers.replaceOrAdd(name: "connection", value: "close")
            head.version = version ?? head.version
            context.write(wrapOutboundOut(.head(head)), promise: promise)
            return
        case .body:
            break
        case .end:
            requestsAnswered += 1
            watch.note(context: watchContext) { $0.answerEnded(at: $1) }
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            if requestsAnswered == last?.number {
                context.writeAndFlush(data, promise: written)
                context.close(mode: .output, promise: nil)
                return
            }
            written.futureResult.assumeIsolated().whenSuccess { [watch, watchContext] in
                watch.answerWritten(context: watchContext)
            }
            context.write(data, promise: written)
            return
        }
        context.write(data, promise: promise)
    }
}

@available(*, unavailable)
extension RequestWatch: Sendable {}
