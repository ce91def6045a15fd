import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import DispatchHTTP

/// What is given to the parser at a time never reaches into a second request.
struct RequestBoundaryTests {
    private struct Sample {
        let text: String
        let contentLength: Int?
        let isChunked: Bool

        init(_ text: String, contentLength: Int? = nil, isChunked: Bool = false) {
            self.text = text
            self.contentLength = contentLength
            self.isChunked = isChunked
        }
    }

    private static let samples = [
        Sample("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Sample("GET / HTTP/1.1\nHost: a\n\n"),
        Sample("GET /long HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 300))\r\n\r\n"),
        Sample("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n\r\n\r\n", contentLength: 4),
        Sample("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", contentLength: 0),
        Sample("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", isChunked: true),
        Sample(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1a;x=y\r\n\(String(repeating: "\n", count: 26))\r\n"
                + "2\r\n\r\n\r\n0;last\r\nTrailer: a\r\n\r\n",
            isChunked: true
        ),
    ]

    /// Pipelined requests in pieces of random length; after each header the boundary is told what follows, as the parser does.
    @Test(arguments: 1...200)
    func noPieceHoldsTwoRequests(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let chosen = (0..<8).map { _ in Self.samples.randomElement(using: &generator) ?? Self.samples[0] }
        var incoming = ByteBuffer(string: chosen.map(\.text).joined())
        var held = ByteBuffer()
        var boundary = RequestBoundary()
        var index = 0
        var given = 0
        var isHeaderOver = false
        while index < chosen.count {
            let count = min(incoming.readableBytes, Int.random(in: 1...60, using: &generator))
            if var piece = incoming.readSlice(length: count) { held.writeBuffer(&piece) }
            while held.readableBytes > 0, index < chosen.count {
                let sample = chosen[index]
                let length = boundary.take(held.readableBytesView)
                #expect(length > 0)
                held.moveReaderIndex(forwardBy: length)
                given += length
                let header = Self.headerLength(sample)
                #expect(given <= sample.text.utf8.count, "seed \(seed): beyond request \(index)")
                if !isHeaderOver, given >= header {
                    #expect(given == header, "seed \(seed): beyond the header of request \(index)")
                    isHeaderOver = true
                    boundary.headerEnded(contentLength: sample.contentLength, isChunked: sample.isChunked)
                }
                if given == sample.text.utf8.count {
                    boundary.requestEnded()
                    (index, given, isHeaderOver) = (index + 1, 0, false)
                }
            }
        }
    }

    private static func headerLength(_ sample: Sample) -> Int {
        let bytes = Array(sample.text.utf8)
        for end in ["\r\n\r\n", "\n\n"] {
            if let range = bytes.firstRange(of: Array(end.utf8)) { return range.upperBound }
        }
        return bytes.count
    }

    @Test(arguments: [
        "a", "a:1", "example.org:443", "127.0.0.1:8080", "[::1]", "[2001:db8::7]:7878", "", "a:", "xn--fiq.cn",
    ])
    func aHostWithOrWithoutAPortIsTaken(host: String) {
        #expect(HostField.fault(of: head([("Host", host)])) == nil)
    }

    @Test(arguments: [
        "a b", "a/b", "user@a", "http://a", "a:b", "a:99999", "a:1:2", "[::1", "[]", "[::1]x", "a%zz", "a%2", "例",
        "a\\b", "a?b",
    ])
    func anotherHostIsRefused(host: String) {
        #expect(HostField.fault(of: head([("Host", host)])) != nil)
    }

    @Test func thereIsOneHostAndOldClientsNeedNone() {
        #expect(HostField.fault(of: head([])) == "The request has no Host field.")
        #expect(HostField.fault(of: head([("Host", "a"), ("host", "a")])) == "The request has 2 Host fields.")
        #expect(HostField.fault(of: head([], version: .http1_0)) == nil)
        #expect(HostField.fault(of: head([("Host", "a"), ("Host", "b")], version: .http1_0)) != nil)
    }

    private func head(_ fields: [(String, String)], version: HTTPVersion = .http1_1) -> HTTPRequestHead {
        HTTPRequestHead(version: version, method: .GET, uri: "/", headers: HTTPHeaders(fields))
    }
}
