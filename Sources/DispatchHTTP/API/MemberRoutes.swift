import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Geospatial
import Hummingbird

/// `/v1/members`: who is near, who they are, duty and position.
struct MemberRoutes: Sendable {
    private static let defaultPage = 50
    private static let defaultNearest = 10

    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("members/nearest", use: nearest)
        group.get("members", use: list)
        group.get("members/:id", use: show)
        group.patch("members/:id", use: change)
        group.post("members/:id/link", use: link)
        group.delete("members/:id/learning", use: forgetLearned)
        group.delete("learning", use: forgetAllLearned)
    }

    @Sendable private func nearest(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator, .integrator, .desk)
        let query = try request.query("latitude", "longitude", "crs", "requires", "limit")
        let given = try query.coordinates()
        let place = try place(given.latitude, given.longitude, given.crs, field: "")
        let directory = dispatcher.directory
        try principal.check(township: directory.township(ofVillage: place.villageCode))
        let requires = try query.words("requires", atMost: WireLimits.requiredWords) ?? []
        let limit = try query.integer("limit", in: WireLimits.nearestMembers) ?? Self.defaultNearest
        let travel = dispatcher.policy.travel
        let found = try await dispatcher.writer.inspect { board in
            board.roster.nearest(
                to: place.coordinate,
                count: limit,
                in: Roster.Scope(requires: requires),
                travel: travel
            )
        }
        // The nearest may live across the border of the caller's township: they count, but their names stay there.
        let people = try await dispatcher.people(found.map(\.memberID), for: dispatcher.sight(of: principal))
        let members = found.map { approach in
            NearestMembers.NearMember(
                id: approach.memberID.text,
                distanceMeters: Int(nearest: approach.distanceMeters),
                etaSeconds: Int(nearest: approach.etaSeconds),
                name: people[approach.memberID]?.name,
                phone: people[approach.memberID]?.phone
            )
        }
        return try APIAnswer.json(NearestMembers(members: members))
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.operator, .administrator)
        let query = try request.query("villageCode", "limit", "after")
        let limit = try query.integer("limit", in: WireLimits.pageSize) ?? Self.defaultPage
        let village = try query.text("villageCode", atMost: WireLimits.identifierCharacters)
        if let village, dispatcher.directory.village(code: village) == nil {
            throw Problem(.unknownVillage, field: "villageCode", value: .string(village))
        }
        let ids = try await dispatcher.store.members(
            villageCode: village,
            townshipCode: principal.townshipCode,
            after: try query.text("after", atMost: MemberID.lengthLimitBytes),
            limit: limit
        ).map(\.id)
        var page = Page<MemberView>()
        for id in ids where !page.isFull {
            if let member = try await dispatcher.store.member(id) { try page.add(try await view(member)) }
        }
        let next = page.isFull ? page.views.last?.id : ids.count == limit ? ids.last?.text : nil
        return try APIAnswer.json(MemberList(members: page.views, next: next))
    }

    @Sendable private func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let (_, member) = try await member(context)
        return try APIAnswer.json(try await viewWithLearned(member))
    }

    @Sendable private func forgetLearned(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, member) = try await member(context)
        _ = try await dispatcher.writer.submit(.resetLearning(member.record.id), by: principal.actor)
        return try APIAnswer.json(try await viewWithLearned(member))
    }

    @Sendable private func forgetAllLearned(_ request: Request, _ context: APIContext) async throws -> Response {
        let principal = try context.principal(.administrator)
        try principal.check(township: nil)
        _ = try await dispatcher.writer.submit(.resetLearning(nil), by: principal.actor)
        return Response(status: .noContent)
    }

    /// A member with what is known of them.
    private func viewWithLearned(_ member: Store.MemberDetail) async throws -> MemberView {
        var view = try await view(member)
        let now = dispatcher.clock.now
        view.learned = try await dispatcher.writer.inspect { $0.learned(of: member.record.id, at: now) }
            .map { LearnedView($0, dispatcher.clock) }
        return view
    }

    @Sendable private func change(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, member) = try await member(context)
        let patch = try MemberPatch(json: try await request.json())
        var change = MemberChange(isOnDuty: patch.duty.map { $0 == .on })
        switch patch.awayUntil {
        case .unchanged: break
        case .cleared: change.awayUntil = .some(nil)
        case .until(let time):
            guard time.milliseconds > dispatcher.clock.wallNow.milliseconds else {
                throw Problem(.invalidValue, detail: "“awayUntil” must lie in the future.", field: "awayUntil")
            }
            change.awayUntil = WallTime(milliseconds: time.milliseconds)
        }
        if let position = patch.position {
            change.position =
                try place(position.latitude, position.longitude, position.crs, field: "position.").coordinate
        }
        _ = try await dispatcher.writer.submit(.changeMember(member.record.id, change), by: principal.actor)
        guard let changed = try await dispatcher.store.member(member.record.id) else { throw Problem(.notFound) }
        return try APIAnswer.json(try await view(changed))
    }

    @Sendable private func link(_ request: Request, _ context: APIContext) async throws -> Response {
        let (principal, member) = try await member(context)
        let id = member.record.id
        let isRenewed = try request.query("renew").flag("renew") ?? false
        let made =
            isRenewed
            ? try await dispatcher.renewMemberLink(of: id, by: principal) : try await dispatcher.memberLinkToken(of: id)
        guard let token = made else { throw Problem(.notFound) }
        return try APIAnswer.json(MemberLink(url: "\(dispatcher.publicURL)/m/\(token)"))
    }

    /// The place of a point, a refusal naming the fields as they are called here.
    private func place(
        _ latitude: Double,
        _ longitude: Double,
        _ crs: PlaceReference.CoordinateSystem,
        field prefix: String
    ) throws(Problem) -> Place {
        do throws(Problem) {
            return try dispatcher.intake.resolve(
                .coordinates(latitude: latitude, longitude: longitude, crs: crs),
                in: dispatcher.directory
            )
        } catch {
            var problem = error
            problem.field = error.field.map { prefix + $0.split(separator: ".").suffix(1).joined() }
            throw problem
        }
    }

    /// The caller and the member in the path, if both exist and the one may see the other.
    private func member(_ context: APIContext) async throws -> (Principal, Store.MemberDetail) {
        let principal = try context.principal(.operator, .administrator)
        guard let member = try await dispatcher.store.member(MemberID(try context.listedID())) else {
            throw Problem(.notFound, detail: "There is no such member.")
        }
        try principal.check(township: dispatcher.directory.township(ofVillage: member.record.villageCode))
        return (principal, member)
    }

    private func view(_ member: Store.MemberDetail) async throws -> MemberView {
        let record = member.record
        let village = dispatcher.directory.village(code: record.villageCode)
        let home = record.home ?? village?.coordinate
        var open: MemberView.OpenAssignment?
        if let assignment = member.openAssignments.last,
            let detail = try await dispatcher.store.request(assignment.requestID, hasTimeline: false)
        {
            open = MemberView.OpenAssignment(
                id: assignment.id.description,
                requestId: assignment.requestID.description,
                number: detail.request.number,
                state: AssignmentView.State(assignment.state)
            )
        }
        return MemberView(
            id: record.id.text,
            name: record.name,
            phone: record.phone,
            villageCode: record.villageCode,
            village: village?.name ?? "",
            township: village?.township ?? "",
            branch: record.branch,
            latitude: home?.latitude ?? 0,
            longitude: home?.longitude ?? 0,
            capabilities: record.capabilities,
            transport: record.transport.rawValue,
            duty: member.isOnDuty ? .on : .off,
            awayUntil: member.awayUntil.map(WireTime.init),
            position: member.position.map {
                MemberView.ReportedPosition(latitude: $0.latitude, longitude: $0.longitude)
            },
            channel: record.endpoint?.channel,
            endpoint: record.endpoint?.shown,
            fallback: record.fallback?.shown,
            assignment: open,
            capacity: record.capacity,
            quietHours: record.quietHours?.text,
            exempt: record.exemptCategories
        )
    }
}

extension LearnedView {
    init(_ learned: LearnedOfMember, _ clock: ServiceClock) {
        self.init(
            acceptance: RequestPresenter.rounded(learned.acceptance, 1_000),
            accepts: RequestPresenter.rounded(learned.accepts, 10),
            offers: RequestPresenter.rounded(learned.offers, 10),
            answerMedianSeconds: Int(nearest: learned.answerMedianSeconds),
            turnoutMedianSeconds: Int(nearest: learned.turnoutMedianSeconds),
            noShow: RequestPresenter.rounded(learned.noShow, 1_000),
            metersPerSecond: RequestPresenter.rounded(learned.metersPerSecond, 10),
            alerts: learned.alertCount,
            restsUntil: learned.restsUntil.map(clock.wire)
        )
    }
}
