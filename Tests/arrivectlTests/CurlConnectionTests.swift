import DispatchWire
import Synchronization
import TestSupport
import Testing

@testable import arrivectl

struct CurlConnectionTests {
    @Test func aCallArrivesWithEverythingItCarries() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 201, body: Array("{}".utf8)) }
        let connection = try CurlConnection(server: receiver.url("/county/"), token: "secret")
        var call = try APICall(.post, ["v1", "requests", "沙/河"], sending: Cancel(reason: "x"))
        call.idempotencyKey = "key-1"
        let answer = try await connection.send(call)
        #expect(answer.status == 201)
        #expect(answer.body == Array("{}".utf8))
        let request = try #require(receiver.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/county/v1/requests/%E6%B2%99%2F%E6%B2%B3")
        #expect(request.text == #"{"reason":"x"}"#)
        #expect(request.headers["authorization"] == "Bearer secret")
        #expect(request.headers["idempotency-key"] == "key-1")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["accept"] == "application/json")
    }

    @Test func aFileIsStreamedAndTheAnswerHandedOn() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Array("one\ntwo\n".utf8)) }
        let connection = try CurlConnection(server: receiver.url(""), token: nil)
        let text = String(repeating: "村", count: 200_000)
        try await withTemporaryFile(text) { path in
            let received = Received()
            var call = APICall(.post, ["v1", "imports", "villages"])
            call.body = .csvFile(path: path)
            call.onBody = { received.append($0) }
            let answer = try await connection.send(call)
            #expect(answer.body == [])
            #expect(received.text == "one\ntwo\n")
        }
        let request = try #require(receiver.requests.first)
        #expect(request.text == text)
        #expect(request.headers["content-type"] == "text/csv")
        #expect(request.headers["authorization"] == nil)
    }

    @Test func aRefusalIsKeptWhenAnAnswerWasToBeHandedOn() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 410, body: Array("gone".utf8)) }
        let connection = try CurlConnection(server: receiver.url(""), token: nil)
        var call = APICall(.get, ["v1", "events"])
        call.lastEventID = "41"
        call.onBody = { _ in Issue.record("a refusal is no event") }
        let answer = try await connection.send(call)
        #expect(answer.status == 410)
        #expect(answer.body == Array("gone".utf8))
        #expect(receiver.requests.first?.headers["last-event-id"] == "41")
    }

    @Test func aPortThatRefusesNeverGotTheCall() async throws {
        let port = try RefusingPort()
        let connection = try CurlConnection(server: port.url(""), token: nil)
        await #expect(throws: ConnectionFault(text: "nobody listens there", mayHaveArrived: false)) {
            try await connection.send(APICall(.get, ["healthz"]))
        }
    }

    @Test func aConnectionThatBreaksMayHaveCarriedTheCall() async throws {
        for answer in [ReceiverAnswer.close, .closeMidAnswer] {
            let receiver = try LocalReceiver { _ in answer }
            let connection = try CurlConnection(server: receiver.url(""), token: nil)
            await #expect(throws: ConnectionFault(text: "the connection broke", mayHaveArrived: true)) {
                try await connection.send(APICall(.get, ["healthz"]))
            }
        }
    }

    @Test func aTokenWithALineBreakIsNotSent() async throws {
        let receiver = try LocalReceiver()
        let connection = try CurlConnection(server: receiver.url(""), token: "a\r\nX-Other: b")
        await #expect(throws: ConnectionFault(text: "the token cannot be sent", mayHaveArrived: false)) {
            try await connection.send(APICall(.get, ["healthz"]))
        }
        #expect(receiver.requests.isEmpty)
    }

    @Test(arguments: ["", "localhost", "ftp://localhost", "http://", "http://a b", "http://user@localhost"])
    func whatIsNoAddressIsAUsageError(server: String) {
        let failure = #expect(throws: CommandFailure.self) { try CurlConnection(server: server, token: nil) }
        #expect(failure?.exitCode == 64)
        #expect(failure?.message == "the server “\(server)” is no http or https address")
    }

    @Test func aServerWithAQueryIsAUsageError() {
        let failure = #expect(throws: CommandFailure.self) { try CurlConnection(server: "http://a/?x", token: nil) }
        #expect(failure?.exitCode == 64)
    }

    /// Bytes handed over on the connection's thread.
    private final class Received: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        var text: String {
            bytes.withLock { String(decoding: $0, as: UTF8.self) }
        }

        func append(_ more: [UInt8]) {
            bytes.withLock { $0 += more }
        }
    }
}
