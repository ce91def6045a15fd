import Foundation
import Glibc

/// The receiver's thread: accepts, reads, asks for the answer, writes, and keeps the waiters' deadlines.
struct ReceiverLoop {
    let listener: Int32
    let desk: ReceiverDesk
    let answer: @Sendable (ReceivedRequest) -> ReceiverAnswer
    private var connections: [ReceiverConnection] = []
    private var connectionCount = 0
    private var requestCount = 0

    init(listener: Int32, desk: ReceiverDesk, answer: @escaping @Sendable (ReceivedRequest) -> ReceiverAnswer) {
        self.listener = listener
        self.desk = desk
        self.answer = answer
        LocalSocket.makeNonBlocking(listener)
    }

    mutating func run() {
        while true {
            wait()
            for order in desk.takeOrders() {
                switch order {
                case .release(let path):
                    for connection in connections { connection.release(path: path) }
                case .stop:
                    stop()
                    return
                }
            }
            acceptAll()
            for connection in connections { serve(connection) }
            connections.removeAll { $0.isClosed }
            desk.settleWaiters()
        }
    }

    /// Sleeps until a socket is ready, an order comes, a byte is to drip or a waiter's deadline passes.
    private func wait() {
        var ready = [pollfd(fd: desk.bell, events: Int16(POLLIN), revents: 0)]
        ready.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
        for connection in connections {
            let events = connection.wantsToWrite ? POLLIN | POLLOUT : POLLIN
            ready.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
        }
        var moments = desk.withState { $0.waiters.map(\.deadline) }
        moments += connections.compactMap(\.nextDrip)
        let timeout = moments.min().map { ContinuousClock.now.duration(to: $0) / .milliseconds(1) }
        // Rounded up, so that the moment has come when poll returns.
        let milliseconds = timeout.map { Int32(max(0, min($0.rounded(.up), 60_000))) } ?? -1
        unsafe poll(&ready, nfds_t(ready.count), milliseconds)
    }

    private mutating func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            LocalSocket.makeNonBlocking(descriptor)
            connections.append(ReceiverConnection(descriptor: descriptor, number: connectionCount))
            connectionCount += 1
        }
    }

    private mutating func serve(_ connection: ReceiverConnection) {
        connection.read()
        while let request = connection.nextRequest(number: requestCount) {
            requestCount += 1
            let reaction = answer(request)
            desk.withState { $0.requests.append(request) }
            connection.react(reaction, to: request)
        }
        connection.write()
    }

    private mutating func stop() {
        for connection in connections { connection.close() }
        connections = []
        close(listener)
        desk.markStopped()
    }
}
