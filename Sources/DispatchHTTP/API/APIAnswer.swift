import DispatchWire
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers in the one form the API has.
enum APIAnswer {
    static func json(_ answer: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        bytes(try WireJSON.bytes(of: answer), mediaType: WireJSON.mediaType, status: status)
    }

    static func bytes(_ bytes: [UInt8], mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        self.bytes(ByteBuffer(bytes: bytes), mediaType: mediaType, status: status)
    }

    /// One buffer for all who ask: many clients that do not take it cost one of it.
    static func bytes(_ bytes: ByteBuffer, mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = mediaType
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    /// How to show who one is, which every 401 says (RFC 9110, section 15.5.2); nil for other problems.
    static func challenge(of problem: Problem) -> String? {
        guard problem.status == 401 else { return nil }
        switch problem.code {
        case .signatureRequired, .signatureInvalid: return "StandardWebhooks"
        case _: return "Bearer"
        }
    }

    static func problem(_ problem: Problem) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = Problem.mediaType
        headers[.cacheControl] = "no-store"
        if let seconds = problem.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        headers[.wwwAuthenticate] = challenge(of: problem)
        // A problem holds no number that JSON cannot, so this cannot fail; an empty body would still carry the status.
        let body = (try? WireJSON.bytes(of: problem)) ?? []
        return Response(
            status: HTTPResponse.Status(code: problem.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
