import DispatchWire
import HTTPTypes

/// Whether an answer is one that the document promises.
extension OpenAPIDocument {
    /// Whether people look at what stands there, and get HTML.
    static func isPage(_ path: String) -> Bool { ["/o/", "/g/", "/m/", "/w/"].contains { path.hasPrefix($0) } }

    /// Everything that is not as the document says; empty when all is well.
    func faults(of reply: APIReply, to method: HTTPRequest.Method, _ path: String) -> [String] {
        var faults: [String] = []
        if method == .head, !reply.body.isEmpty { faults.append("a HEAD has a body") }
        let isPage = Self.isPage(path)
        if reply.status >= 400, !isPage, method != .head { faults += problemFaults(of: reply) }
        guard let template = template(of: path) else {
            return reply.status == 404 ? faults : faults + ["the document has no such path"]
        }
        let asked = method == .head ? HTTPRequest.Method.get : method
        guard let operation = operation(asked, at: template) else {
            if reply.status != 405 { faults.append("the document has no such method") }
            return faults
        }
        guard let named = operation["responses"]?[String(reply.status)] else {
            return faults + ["the status is not in the document"]
        }
        let response = resolve(named)
        faults += headerFaults(of: reply, as: response)
        guard method != .head else { return faults }
        if let code = reply.code, !(response["x-problem-codes"]?.elements ?? []).contains(.string(code.rawValue)) {
            faults.append("\(code.rawValue) is not among the codes of the document")
        }
        return faults + bodyFaults(of: reply, as: response)
    }

    /// What holds for every problem.
    private func problemFaults(of reply: APIReply) -> [String] {
        guard reply.mediaType == Problem.mediaType else { return ["the media type is “\(reply.mediaType)”"] }
        guard let code = reply.code else { return ["there is no known code in \(reply.text)"] }
        var faults = JSONSchemaCheck(document: self).faults(of: reply.json, as: schema("Problem"), at: "problem")
        if code.status != reply.status || reply.json["status"]?.wholeNumber != Int64(reply.status) {
            faults.append("the status is not that of the code")
        }
        if reply.json["type"]?.text != code.type { faults.append("the type is not that of the code") }
        if reply.json["title"]?.text != code.title { faults.append("the title is not that of the code") }
        return faults
    }

    private func headerFaults(of reply: APIReply, as response: JSONValue) -> [String] {
        (response["headers"]?.members ?? [:]).compactMap { name, header in
            guard resolve(header)["required"] == .bool(true) else { return nil }
            guard let field = HTTPField.Name(name), let value = reply.headers[field], !value.isEmpty else {
                return "the header \(name) is missing"
            }
            return nil
        }
    }

    private func bodyFaults(of reply: APIReply, as response: JSONValue) -> [String] {
        guard let content = response["content"]?.members else {
            return reply.body.isEmpty ? [] : ["there is a body where the document has none"]
        }
        let mediaType = reply.mediaType.split(separator: ";").first.map(String.init) ?? ""
        guard let schema = content[mediaType]?["schema"] else {
            return ["the media type is “\(mediaType)”, not one of \(content.keys.sorted())"]
        }
        let check = JSONSchemaCheck(document: self)
        switch mediaType {
        case WireJSON.mediaType, Problem.mediaType:
            return check.faults(of: reply.json, as: schema, at: "body")
        case ImportStreamLine.mediaType:
            return reply.text.split(separator: "\n").flatMap { line -> [String] in
                guard let value = try? JSONValue(parsing: String(line)) else { return ["a line is no JSON: \(line)"] }
                return check.faults(of: value, as: schema, at: "line")
            }
        default:
            return []
        }
    }
}
