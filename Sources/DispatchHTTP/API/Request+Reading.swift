import CanonicalText
import DispatchCore
import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What routes take from a call.
extension Request {
    /// The JSON of the body; an empty body is an empty object where that is allowed.
    ///
    /// The media type is not asked for: many a simple client names the wrong one, and a body that is no JSON is refused
    /// as such.
    func json(isEmptyAllowed: Bool = false) async throws -> JSONValue {
        let bytes = try await bytes(atMost: WireLimits.bodyLimitBytes)
        if bytes.isEmpty, isEmptyAllowed { return .object([:]) }
        return try JSONValue(parsing: bytes)
    }

    /// The body, if it is not longer.
    func bytes(atMost limit: Int) async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.bodyTooLarge(limitBytes: limit)
        }
        do {
            return Array(buffer: try await body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(limitBytes: limit)
        }
    }

    func query(_ known: String...) throws(Problem) -> QueryFields {
        // “a=1&&b=2” has an empty pair between the others, which says nothing (WHATWG URL, section 5.1).
        let pairs = uri.queryParameters.map { (String($0.key), String($0.value)) }.filter {
            !$0.0.isEmpty || !$0.1.isEmpty
        }
        return try QueryFields(pairs, known: known)
    }
}

extension APIContext {
    /// The id in the path; a text that is no id names nothing.
    func identifier<Subject>(_ name: String = "id") throws(Problem) -> Identifier<Subject> {
        guard let text = parameters.get(name), let id = Identifier<Subject>(text) else { throw Problem(.notFound) }
        return id
    }

    /// An id of a county's list in the path, in its one spelling.
    func listedID(_ name: String = "id") throws(Problem) -> String {
        try text(name).nfc
    }

    /// A text in the path, as it stands there: tokens too come this way.
    func text(_ name: String = "id") throws(Problem) -> String {
        guard let text = parameters.get(name), !text.isEmpty else { throw Problem(.notFound) }
        return text.removingPercentEncoding ?? text
    }

    /// A number that counts from 1 in the path; a text that is none names nothing.
    func number(_ name: String = "id") throws(Problem) -> Int64 {
        guard case .integer(let number)? = parameters.get(name)?.jsonNumber, number > 0 else {
            throw Problem(.notFound)
        }
        return number
    }
}
