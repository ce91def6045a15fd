/// One line of an answer that tells how far it is, `application/x-ndjson`.
///
/// Any number of `{"type":"progress",…}` is followed by one last line: `{"type":"result",…}` or
/// `{"type":"problem","problem":{…}}`, nested since a problem has a `type` of its own. A stream that ends without such
/// a line was cut off.
package enum StreamLine<Progress: Hashable & Sendable, Result: Hashable & Sendable>: Hashable, Sendable {
    case progress(Progress)
    case result(Result)
    case problem(Problem)

    package static var mediaType: String { "application/x-ndjson" }
}

private enum StreamLineKey: String, CodingKey {
    case type
    case problem
}

private enum StreamLineKind: String, Codable {
    case progress
    case result
    case problem
}

extension StreamLine: Codable where Progress: Codable, Result: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StreamLineKey.self)
        switch try container.decode(StreamLineKind.self, forKey: .type) {
        case .progress: self = .progress(try Progress(from: decoder))
        case .result: self = .result(try Result(from: decoder))
        case .problem: self = .problem(try container.decode(Problem.self, forKey: .problem))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: StreamLineKey.self)
        switch self {
        case .progress(let progress):
            try container.encode(StreamLineKind.progress, forKey: .type)
            try progress.encode(to: encoder)
        case .result(let result):
            try container.encode(StreamLineKind.result, forKey: .type)
            try result.encode(to: encoder)
        case .problem(let problem):
            try container.encode(StreamLineKind.problem, forKey: .type)
            try container.encode(problem, forKey: .problem)
        }
    }
}
