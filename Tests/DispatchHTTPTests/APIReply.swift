import DispatchWire
import HTTPTypes

/// An answer as it went out.
struct APIReply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var mediaType: String { headers[.contentType] ?? "" }

    /// The body as JSON; `null` when it is none.
    var json: JSONValue {
        // Only what a test then compares with is lost.
        (try? JSONValue(parsing: text)) ?? .null
    }

    /// The problem's code; nil when it is none.
    var code: ProblemCode? { json["code"]?.text.flatMap(ProblemCode.init(rawValue:)) }

    func read<Answer: Decodable>(_ type: Answer.Type = Answer.self) throws -> Answer {
        try WireJSON.read(Answer.self, from: body)
    }
}
