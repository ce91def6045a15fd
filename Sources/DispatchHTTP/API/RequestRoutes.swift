import Crypto
import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import Hummingbird

/// Not what Hummingbird calls so.
private typealias RequestID = DispatchCore.RequestID

/// `/v1/requests`: opening and looking at requests; steering them is in the extension.
struct RequestRoutes: Sendable {
    private static let defaultPage = 50
    private static let defaultExplained = 30
    /// Requests of a list that are read at once.
    private static let readLimit = 20

    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.post("requests", use: open)
        group.get("requests", use: list)
        group.get("requests/:id", use: show)
        group.get("requests/:id/explanation", use: explain)
        addSteering(to: group)
    }

    @Sendable private func open(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .integrator)
        let key = try request.headers[.idempotencyKey].map { value throws(Problem) in try IdempotencyKey(header: value)
        }
        let body = try await request.bytes(atMost: WireLimits.bodyLimitBytes)
        let idempotency = key.map {
            Idempotency(tokenID: principal.tokenID, key: $0.text, bodyDigest: Hexadecimal.text(SHA256.hash(data: body)))
        }
        // A repeat is answered as before, whatever has become of the place since, and also while the disk is full.
        if let idempotency, let earlier = try await dispatcher.request(openedWith: idempotency) {
            return try await createdBefore(earlier, idempotency, principal)
        }
        let prepared = try await prepare(try NewRequest(json: try JSONValue(parsing: body)), for: principal)
        try principal.check(township: prepared.village.townshipCode)
        let (id, isRepeat) = try await dispatcher.open(prepared, idempotency: idempotency, by: principal)
        if isRepeat, let idempotency { return try await createdBefore(id, idempotency, principal) }
        let answer = try WireJSON.bytes(of: try await view(id, principal))
        if let idempotency {
            // The same answer again for the same submission; if it cannot be kept, a repeat is answered as things stand.
            _ = try? await dispatcher.writer.write([
                .idempotencyAnswer(
                    tokenID: idempotency.tokenID,
                    key: idempotency.key,
                    answer: String(decoding: answer, as: UTF8.self)
                )
            ])
        }
        return created(id, answer)
    }

    /// The answer that the first submission with this key got.
    private func createdBefore(
        _ id: RequestID,
        _ idempotency: Idempotency,
        _ principal: Principal
    ) async throws -> Response {
        let kept = try await dispatcher.store.idempotencyAnswer(tokenID: idempotency.tokenID, key: idempotency.key)
        if let kept { return created(id, Array(kept.utf8)) }
        return created(id, try WireJSON.bytes(of: try await view(id, principal)))
    }

    /// Looks everything up that the body names.
    ///
    /// Households that share a phone are told apart by name and address only to those who may see people, and only
    /// within their scope; others get the ids.
    private func prepare(_ new: NewRequest, for principal: Principal) async throws -> Intake.Prepared {
        let sight = dispatcher.sight(of: principal)
        do {
            return try await dispatcher.intake.prepare(new, for: sight)
        } catch var problem as Problem where problem.code == .ambiguousCaller {
            problem.candidates = problem.candidates?.map { candidate in
                let village = candidate["villageCode"]
                guard village?.text.map({ sight.names(in: $0) }) ?? false else {
                    return .object(["householdId": candidate["householdId"] ?? .null, "villageCode": village ?? .null])
                }
                return candidate
            }
            throw problem
        }
    }

    private func created(_ id: RequestID, _ body: [UInt8]) -> Response {
        var response = APIAnswer.bytes(body, mediaType: WireJSON.mediaType, status: .created)
        response.headers[.location] = "/v1/requests/\(id)"
        return response
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .integrator, .desk)
        let query = try request.query("state", "limit", "after")
        let limit = try query.integer("limit", in: WireLimits.pageSize) ?? Self.defaultPage
        var wanted: [HelpRequest.State] = []
        for word in (query["state"] ?? "").split(whereSeparator: { $0 == "," || $0 == ";" }) {
            guard let state = HelpRequest.State(rawValue: String(word)) else {
                throw query.invalid("state", "names no state.", allowed: HelpRequest.State.allCases.map(\.rawValue))
            }
            wanted.append(state)
        }
        var before: RequestID?
        if let after = query["after"] {
            guard let id = RequestID(after) else { throw query.invalid("after", "is no id of a request.") }
            before = id
        }
        let ids = try await dispatcher.store.requestIDs(
            states: wanted,
            townshipCode: principal.townshipCode,
            before: before,
            limit: limit
        )
        let presenter = presenter(principal)
        var page = Page<RequestView>()
        // What cannot be read asks nobody by itself: it stands first, whichever open state was asked for, and there alone.
        let unreadable = try await dispatcher.writer.inspect { $0.unreadable }
        let isFirst = before == nil && (wanted.isEmpty || !wanted.allSatisfy(\.isOver))
        let first = try await dispatcher.store.unreadableRequests(
            isFirst ? unreadable : [],
            townshipCode: principal.townshipCode
        )
        let firstViews = first.map { presenter.view($0) }
        let others = ids.filter { !unreadable.contains($0.description) }
        // A few at a time: a page of long ones ends early, and what has no room is not read.
        for start in stride(from: 0, to: others.count, by: Self.readLimit) where !page.isFull {
            let piece = Array(others[start..<min(start + Self.readLimit, others.count)])
            for detail in try await dispatcher.store.requests(piece) where !page.isFull {
                try page.add(presenter.view(detail))
            }
        }
        let next = page.isFull ? page.views.last?.id : ids.count == limit ? ids.last?.description : nil
        return try APIAnswer.json(RequestList(requests: firstViews + page.views, next: next))
    }

    @Sendable private func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .integrator, .desk)
        return try APIAnswer.json(try await view(try await identifier(context), principal))
    }

    /// Who is near, and why they are not asked.
    @Sendable private func explain(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .integrator, .desk)
        let query = try request.query("limit")
        let limit = try query.integer("limit", in: WireLimits.nearestMembers) ?? Self.defaultExplained
        let id = try await identifier(context)
        guard let detail = try await dispatcher.store.request(id, hasTimeline: false) else { throw Problem(.notFound) }
        try principal.check(township: detail.village?.townshipCode)
        let now = dispatcher.clock.now
        let near = try await dispatcher.writer.inspect { board in
            // What is long over stands in the tables alone.
            board.nearMembers(of: board.requests[id] ?? detail.request, count: limit, at: now)
        }
        let members = near.map(\.approach.memberID)
        let people = try await dispatcher.people(members, for: dispatcher.sight(of: principal))
        return try APIAnswer.json(
            ExplanationPresenter.view(id, near, names: people.mapValues(\.name), at: now, dispatcher.clock)
        )
    }

    /// The caller and the request they want to steer, if both exist and the one may steer the other.
    func steering(
        _ context: APIContext,
        _ roles: AccessTokenRecord.Role...
    ) async throws -> (Principal, DispatchCore.RequestID) {
        let principal = try context.principal(roles.isEmpty ? [.operator, .administrator] : roles)
        let id = try await identifier(context)
        guard let village = try await dispatcher.store.villageCode(of: id) else { throw Problem(.notFound) }
        try principal.check(township: dispatcher.directory.township(ofVillage: village))
        if let erasedAt = try await dispatcher.store.personalDataErasure(of: id) {
            throw Problem(
                .personalDataErased,
                detail: "It was erased at \(dispatcher.clock.wire(erasedAt)); open a new request."
            )
        }
        return (principal, id)
    }

    /// The request in the path: by its id, or by the number of the day that people say on the phone.
    func identifier(_ context: APIContext) async throws -> DispatchCore.RequestID {
        let text = try context.text()
        guard case .integer(let whole)? = text.jsonNumber, let number = Int(exactly: whole), number > 0 else {
            return try context.identifier()
        }
        let today = dispatcher.clock.wallNow.localDay(utcOffsetSeconds: dispatcher.store.county.utcOffsetSeconds)
        // After midnight people still talk about yesterday's.
        for day in [today, today - 1] {
            if let id = try await dispatcher.store.requestID(number: number, day: day) { return id }
        }
        throw Problem(
            .notFound,
            detail: "There is no request \(number) of today or yesterday.",
            field: "id",
            value: .string(text)
        )
    }

    func presenter(_ principal: Principal) -> RequestPresenter {
        RequestPresenter(sight: dispatcher.sight(of: principal), policy: dispatcher.policy, clock: dispatcher.clock)
    }

    func view(_ id: DispatchCore.RequestID, _ principal: Principal) async throws -> RequestView {
        let sight = dispatcher.sight(of: principal)
        guard let standing = try await dispatcher.standing(of: id, for: sight) else { throw Problem(.notFound) }
        try principal.check(township: standing.detail.village?.townshipCode)
        return presenter(principal).view(standing)
    }
}

extension HTTPField.Name {
    static var idempotencyKey: Self { known(IdempotencyKey.headerName) }
    static var lastEventID: Self { known("Last-Event-ID") }

    /// A name that is written in this program.
    private static func known(_ name: String) -> Self {
        guard let field = Self(name) else { preconditionFailure("\(name) is no header name") }
        return field
    }
}
