import DispatchHTTP
import DispatchWire
import Foundation
import HTTPTypes
import Testing
import Yams

/// The OpenAPI document that is served, as JSON.
struct OpenAPIDocument: Sendable {
    /// Read once: parsing takes a moment, and every call of every test asks.
    static let served = OpenAPIDocument(APIDescription.bytes)

    let root: JSONValue

    init(_ bytes: [UInt8]) {
        do {
            root = JSONValue(yaml: try Yams.load(yaml: String(decoding: bytes, as: UTF8.self)))
        } catch {
            Issue.record("the document is not YAML: \(error)")
            root = .null
        }
    }

    /// The value at a pointer such as `#/components/schemas/Time`, or of a `$ref` to one.
    func resolve(_ value: JSONValue) -> JSONValue {
        guard let pointer = value["$ref"]?.text else { return value }
        var found = root
        for part in pointer.dropFirst(2).split(separator: "/") { found = found[String(part)] ?? .null }
        if found == .null { Issue.record("\(pointer) leads nowhere") }
        return resolve(found)
    }

    func schema(_ name: String) -> JSONValue {
        resolve(.object(["$ref": .string("#/components/schemas/\(name)")]))
    }

    /// The words of an enumeration, in the order of the document.
    func words(of schema: String) -> [String] {
        self.schema(schema)["enum"]?.elements.compactMap(\.text) ?? []
    }

    /// Every route as `GET /v1/requests/{id}`.
    var routes: [String] {
        (root["paths"]?.members ?? [:]).flatMap { path, item in
            item.members.keys.filter { Self.methods.contains($0) }.map { "\($0.uppercased()) \(path)" }
        }.sorted()
    }

    private static let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    /// The path of the document that a path of a call is one of; the one with the most fixed parts first.
    func template(of path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        return (root["paths"]?.members.keys.sorted() ?? []).filter { template in
            let names = template.split(separator: "/")
            return names.count == parts.count && zip(names, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
    }

    func operation(_ method: HTTPRequest.Method, at template: String) -> JSONValue? {
        root["paths"]?[template]?[method.rawValue.lowercased()]
    }
}

extension JSONValue {
    /// What a YAML reader has made of a document.
    init(yaml: Any?) {
        switch yaml {
        case let value as Bool: self = .bool(value)
        case let value as Int: self = .integer(Int64(value))
        case let value as Double: self = .number(value)
        case let value as String: self = .string(value)
        case let value as [Any?]: self = .array(value.map(JSONValue.init(yaml:)))
        case let value as [String: Any?]: self = .object(value.mapValues(JSONValue.init(yaml:)))
        case let value as [AnyHashable: Any]:
            // `200:` would be a number; names of a document are texts.
            self = .object(Dictionary(value.map { ("\($0.key)", JSONValue(yaml: $0.value)) }) { first, _ in first })
        case nil, is NSNull: self = .null
        default:
            Issue.record("the document holds a \(type(of: yaml)), which JSON has not")
            self = .null
        }
    }

    var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }
}
