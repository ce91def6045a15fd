/// One line of the answer to a backup that asked for one of the two media types of lines.
///
/// Any number of `{"type":"progress",…}` is followed by one last line: `{"type":"result",…}` or
/// `{"type":"problem","problem":{…}}`, nested since a problem has a `type` of its own. A stream that ends without such
/// a line was cut off. With ``fileMediaType`` a result is followed by exactly as many bytes as it says: the backup.
package enum BackupStreamLine: Hashable, Sendable {
    case progress(BackupProgressView)
    case result(BackupResult)
    case problem(Problem)

    /// The backup stays in the folder.
    package static let mediaType = "application/x-ndjson"
    /// The backup comes with the answer and stays nowhere else.
    package static let fileMediaType = "application/vnd.arrived.backup"
}

extension BackupStreamLine: Codable {
    private enum Key: String, CodingKey {
        case type
        case problem
    }

    private enum Kind: String, Codable {
        case progress
        case result
        case problem
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .progress: self = .progress(try BackupProgressView(from: decoder))
        case .result: self = .result(try BackupResult(from: decoder))
        case .problem: self = .problem(try container.decode(Problem.self, forKey: .problem))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .progress(let progress):
            try container.encode(Kind.progress, forKey: .type)
            try progress.encode(to: encoder)
        case .result(let result):
            try container.encode(Kind.result, forKey: .type)
            try result.encode(to: encoder)
        case .problem(let problem):
            try container.encode(Kind.problem, forKey: .type)
            try container.encode(problem, forKey: .problem)
        }
    }
}
