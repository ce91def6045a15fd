import DispatchCore
import DispatchHTTP
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird
import Testing

@Suite(.timeLimit(.minutes(2)))
struct OpenAPITests {
    private let document = OpenAPIDocument.served

    @Test func documentsEveryRouteAndNoOther() async throws {
        try await APIWorld.run(rosters: nil) { world in
            let router = APIRouter.make(
                world.dispatcher,
                settings: APIRouter.Settings(uploadFolder: world.folder, trustedProxies: .none),
                metricsText: { "" }
            )
            let routes = router.routes.map { route in
                let parts = route.path.description.split(separator: "/").map { part in
                    part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
                }
                return "\(route.method.rawValue) /\(parts.joined(separator: "/"))"
            }
            #expect(routes.sorted() == document.routes)
        }
    }

    @Test func servesTheDocument() async throws {
        try await APIWorld.run(rosters: nil) { world in
            let reply = try await world.call(.get, "/openapi.yaml")
            #expect(reply.status == 200)
            #expect(reply.body == APIDescription.bytes)
            #expect(reply.text.hasPrefix("openapi: 3.1.0\n"))
        }
    }

    @Test(arguments: [
        ("Urgency", RequestView.Urgency.allCases.map(\.rawValue)),
        ("RequestState", RequestView.State.allCases.map(\.rawValue)),
        ("SeatState", SeatView.State.allCases.map(\.rawValue)),
        ("OfferState", OfferView.State.allCases.map(\.rawValue)),
        ("AssignmentState", AssignmentView.State.allCases.map(\.rawValue)),
        ("CallbackActionWord", CallbackAction.Action.allCases.map(\.rawValue)),
        ("MemberActionWord", MemberAction.allCases.map(\.rawValue)),
        ("PageLanguage", PageLanguage.allCases.map(\.rawValue)),
        ("Role", TokenView.Role.allCases.map(\.rawValue)),
        ("Duty", MemberView.Duty.allCases.map(\.rawValue)),
        ("CoordinateSystem", PlaceReference.CoordinateSystem.allCases.map(\.rawValue)),
        ("Transport", Transport.allCases.map(\.rawValue)),
        ("ImportKind", ImportKind.allCases.map(\.rawValue)),
        ("ImportEncoding", ImportEncoding.allCases.map(\.rawValue)),
        ("ImportStage", ImportProgress.Stage.allCases.map(\.rawValue)),
        ("FindingGrade", FindingView.Grade.allCases.map(\.rawValue)),
        ("BackupStage", BackupProgressView.Stage.allCases.map(\.rawValue)),
        ("ProblemCode", ProblemCode.allCases.map(\.rawValue)),
        ("NoticeType", Notice.Kind.allCases.map(\.rawValue)),
        ("EndpointFilter", EndpointList.Filter.allCases.map(\.rawValue)),
        ("DeliveryState", DeliveryView.State.allCases.map(\.rawValue)),
        ("DeskLevel", Desk.Level.allCases.map(\.rawValue)),
        ("ObstacleReason", Explanation.Reason.allCases.map(\.rawValue)),
    ])
    func everyListOfWordsIsThatOfTheProgram(schema: String, words: [String]) {
        #expect(document.words(of: schema) == words)
    }

    @Test func everyProblemCodeStandsWithItsStatus() {
        for (path, item) in document.root["paths"]?.members ?? [:] {
            for (method, operation) in item.members {
                for (status, response) in operation["responses"]?.members ?? [:] {
                    let codes = document.resolve(response)["x-problem-codes"]?.elements.compactMap(\.text) ?? []
                    #expect(!codes.isEmpty || status < "400" || OpenAPIDocument.isPage(path))
                    for code in codes {
                        let status = Int(status)
                        #expect(ProblemCode(rawValue: code)?.status == status, "\(method) \(path): \(code)")
                    }
                }
            }
        }
    }

    @Test func everyRouteOfTheAPINeedsATokenAndNoOther() {
        for (path, item) in document.root["paths"]?.members ?? [:] {
            let isOpen = !path.hasPrefix("/v1/") || path.hasPrefix("/v1/callbacks/")
            for (method, operation) in item.members where operation["responses"] != nil {
                #expect((operation["security"] == .array([])) == isOpen, "\(method) \(path)")
                // Of the open ones only answers can lack something: a signature.
                let isAnswer = isOpen && method == "post"
                #expect(isAnswer || (operation["responses"]?["401"] == nil) == isOpen, "\(method) \(path)")
            }
        }
    }

    @Test func everyExampleFitsItsSchema() {
        var count = 0
        func visit(_ value: JSONValue, _ path: String) {
            if let schema = value["schema"] {
                var examples: [JSONValue] = value["example"].map { [$0] } ?? []
                examples += (value["examples"]?.members.values ?? [:].values).compactMap {
                    document.resolve($0)["value"]
                }
                for example in examples where !(path.hasSuffix("x-ndjson")) {
                    count += 1
                    let check = JSONSchemaCheck(document: document, isAnswer: false)
                    let faults = check.faults(of: example, as: schema, at: "example")
                    #expect(faults.isEmpty, "\(path): \(faults)")
                }
            }
            for (name, inner) in value.members where name != "schemas" { visit(inner, "\(path)/\(name)") }
            for (number, inner) in value.elements.enumerated() { visit(inner, "\(path)/\(number)") }
        }
        visit(document.root, "")
        #expect(count > 20)
    }

    @Test func everyEventTypeListedIsOneOfTheJournal() throws {
        struct Unreadable: Error {}
        struct NoReader: Event.PayloadReader {
            func payload<Payload: Decodable>() throws -> Payload { throw Unreadable() }
            func place(of requestID: Identifier<HelpRequest>) throws -> Place { throw Unreadable() }
        }
        let kinds = document.schema("Event")["properties"]?["type"]?["examples"]?.elements.compactMap(\.text) ?? []
        #expect(Set(kinds).count == 44)
        for kind in kinds {
            // A kind that is known is read, and only then does the reader throw.
            #expect(throws: Unreadable.self, "\(kind)") { try Event(kind: kind, read: NoReader()) }
        }
    }
}
