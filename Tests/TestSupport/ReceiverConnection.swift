import Foundation
import Glibc

/// One connection to a receiver; used by the receiver's thread alone.
final class ReceiverConnection {
    private enum Manner {
        /// Ready for the next request once the output is written.
        case keepAlive
        case held(status: Int, path: String)
        case hang
        case endless
        case drip(interval: Duration)
        case closeWhenWritten
    }

    /// Written at once to a client that never has enough.
    private static let pieceBytes = 16 * 1_024

    let descriptor: Int32
    private(set) var isClosed = false
    private(set) var nextDrip: ContinuousClock.Instant?
    private let number: Int
    private var input: [UInt8] = []
    private var output: ArraySlice<UInt8> = []
    private var manner = Manner.keepAlive

    init(descriptor: Int32, number: Int) {
        self.descriptor = descriptor
        self.number = number
    }

    var wantsToWrite: Bool {
        if !output.isEmpty { return true }
        return switch manner {
        case .endless, .closeWhenWritten: true
        case .keepAlive, .held, .hang, .drip: false
        }
    }

    func read() {
        guard !isClosed else { return }
        guard let bytes = LocalSocket.receive(from: descriptor) else { return close() }
        input += bytes
        // Not the beginning of a method: another protocol, such as a TLS handshake.
        if let first = input.first, !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) { close() }
    }

    /// The next complete request, unless an earlier one still waits for its answer.
    func nextRequest(number: Int) -> ReceivedRequest? {
        guard case .keepAlive = manner, !isClosed, let end = input.firstRange(of: Array("\r\n\r\n".utf8)) else {
            return nil
        }
        let head = String(decoding: input[..<end.lowerBound], as: UTF8.self)
        var lines = head.components(separatedBy: "\r\n")
        let start = lines.removeFirst().split(separator: " ")
        guard start.count == 3 else {
            close()
            return nil
        }
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        guard input.count - end.upperBound >= length else { return nil }
        let body = Array(input[end.upperBound..<end.upperBound + length])
        input.removeFirst(end.upperBound + length)
        return ReceivedRequest(
            number: number,
            connection: self.number,
            method: String(start[0]),
            target: String(start[1]),
            headers: headers,
            body: body
        )
    }

    func react(_ answer: ReceiverAnswer, to request: ReceivedRequest) {
        switch answer {
        case .reply(let status, let headers, let body):
            send(status, headers + [("content-length", "\(body.count)")], body)
        case .held(let status):
            manner = .held(status: status, path: request.path)
        case .hang:
            manner = .hang
        case .endlessBody:
            send(200, [("connection", "close")], [])
            manner = .endless
        case .drip(let milliseconds):
            send(200, [("connection", "close")], [])
            manner = .drip(interval: .milliseconds(milliseconds))
            nextDrip = ContinuousClock.now
        case .closeMidAnswer:
            send(200, [("content-length", "100")], Array(repeating: UInt8(ascii: "x"), count: 50))
            manner = .closeWhenWritten
        case .raw(let text):
            output += Array(text.utf8)
            manner = .closeWhenWritten
        case .close:
            close()
        }
    }

    func release(path: String?) {
        guard case .held(let status, let heldPath) = manner, path == nil || path == heldPath else { return }
        manner = .keepAlive
        send(status, [("content-length", "0")], [])
    }

    func write() {
        guard !isClosed else { return }
        if case .endless = manner, output.isEmpty {
            output = ArraySlice(repeating: UInt8(ascii: "x"), count: ReceiverConnection.pieceBytes)
        }
        if case .drip(let interval) = manner, let moment = nextDrip, moment <= ContinuousClock.now {
            output.append(UInt8(ascii: "x"))
            nextDrip = moment + interval
        }
        if !output.isEmpty {
            guard let count = LocalSocket.send(output, to: descriptor) else { return close() }
            output = output.dropFirst(count)
        }
        if case .closeWhenWritten = manner, output.isEmpty { close() }
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        nextDrip = nil
        Glibc.close(descriptor)
    }

    private func send(_ status: Int, _ headers: [(name: String, value: String)], _ body: [UInt8]) {
        var head = "HTTP/1.1 \(status) Answer\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        output += Array((head + "\r\n").utf8) + body
    }
}
