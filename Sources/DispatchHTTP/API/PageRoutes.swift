import CanonicalText
import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `/o/{token}`, `/g/{token}`, `/m/{token}` and `/w/{token}`: what members, groups and desks see on a phone. GET shows, POST
/// commits: chat programs fetch links before anybody has tapped them.
struct PageRoutes: Sendable {
    /// A form of ours has a few short fields.
    private static let formLimitBytes = 4_096
    /// How far ahead an absence may end, 31 days: the page offers tomorrow at most, and a slip must not last for years.
    private static let awayLimitSeconds = 31 * 86_400

    let dispatcher: Dispatcher
    /// The county's language, unless the address asks for another.
    let language: PageLanguage

    func add(to router: Router<APIContext>) {
        router.get("o/:token", use: showOffer)
        router.post("o/:token", use: answerOffer)
        router.get("g/:token", use: showGroup)
        router.post("g/:token", use: answerGroup)
        router.get("m/:token", use: showMember)
        router.post("m/:token", use: changeMember)
        router.get("w/:token", use: showWhistle)
        router.post("w/:token", use: answerWhistle)
    }

    // MARK: An offer

    @Sendable private func showOffer(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await page(in: language) {
            guard let offer = dispatcher.offer(ofToken: try context.text("token")),
                let standing = try await dispatcher.standing(of: offer, hasTimeline: true)
            else { throw Problem(.notFound) }
            return presenter(language).document(standing)
        }
    }

    @Sendable private func answerOffer(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await answered(in: language) {
            guard let offer = dispatcher.offer(ofToken: try context.text("token")) else { throw Problem(.notFound) }
            let form = try await form(of: request)
            guard let action = form["action"].flatMap(CallbackAction.Action.init(rawValue:)) else {
                throw Problem(.outOfOrder, field: "action")
            }
            if form[ConfirmPage.field] != ConfirmPage.value,
                let before = try await dispatcher.standing(of: offer, hasTimeline: true),
                let step = presenter(language).confirmation(of: action, before)
            {
                return Self.response(ConfirmPage.document(step, language: language), status: .ok)
            }
            guard let standing = try await dispatcher.take(action, on: offer) else { throw Problem(.notFound) }
            guard standing.personalDetails == nil else { return see("", in: language) }
            return Self.response(presenter(language).document(standing, after: action), status: .ok)
        }
    }

    // MARK: A group

    @Sendable private func showGroup(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await page(in: language) {
            presenter(language).document(try await groupStanding(context))
        }
    }

    /// Whoever shows to be one of the group is sent on to their own page.
    @Sendable private func answerGroup(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await answered(in: language) {
            let standing = try await groupStanding(context)
            let form = try await form(of: request)
            guard let answer = form["action"].flatMap(Dispatcher.GroupAnswer.init(rawValue:)) else {
                throw Problem(.outOfOrder, field: "action")
            }
            let claimed = form["member"] ?? form["name"] ?? ""
            let outcome = try await dispatcher.take(
                answer,
                from: form["member"].map { .member(MemberID($0)) }
                    ?? .name(claimed.trimmingCharacters(in: .whitespaces)),
                showing: form["digits"] ?? "",
                in: standing.group
            )
            func again(_ trouble: CalledGroup.Trouble, _ status: HTTPResponse.Status) -> Response {
                Self.response(
                    presenter(language).document(standing, claimed: claimed, trouble: trouble),
                    status: status
                )
            }
            switch outcome {
            case nil: throw Problem(.notFound)
            case .offer(let id):
                return see("../o/\(dispatcher.links.token(ofOffer: id))", in: language)
            case .declined: return Self.response(MessagePage.document(.declined, language: language), status: .ok)
            case .nothingOpen: return again(.nothingOpen, .ok)
            case .wrong: return again(.notRecognised, .forbidden)
            case .tooShort: return again(.wholeNumber, .forbidden)
            case .locked(let until):
                var response = again(.locked(until: presenter(language).clock(until)), .tooManyRequests)
                response.headers[.retryAfter] = String(max(1, Int(until.seconds(since: dispatcher.clock.now))))
                return response
            }
        }
    }

    private func groupStanding(_ context: APIContext) async throws -> Dispatcher.GroupStanding {
        guard let group = dispatcher.group(ofToken: try context.text("token")),
            let standing = try await dispatcher.standing(of: group)
        else { throw Problem(.notFound) }
        return standing
    }

    // MARK: A member

    @Sendable private func showMember(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await page(in: language) {
            let isSaved = request.uri.queryParameters["saved"] != nil
            return try await memberPage(try await member(context), isSaved: isSaved, language)
        }
    }

    @Sendable private func changeMember(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await answered(in: language) {
            let id = try await member(context)
            let form = try await form(of: request)
            var change = MemberChange()
            switch form["action"].flatMap(MemberAction.init(rawValue:)) {
            case .goOnDuty: change.isOnDuty = true
            case .goOffDuty: change.isOnDuty = false
            case .goAway:
                let now = dispatcher.clock.wallNow
                let until = form["until"].flatMap { Int64($0) }.map(WallTime.init(milliseconds:))
                guard let until, until > now, until <= now.adding(seconds: Self.awayLimitSeconds) else {
                    throw Problem(.outOfOrder, field: "until")
                }
                change.awayUntil = until
            case nil: throw Problem(.outOfOrder, field: "action")
            }
            _ = try await dispatcher.writer.submit(.changeMember(id, change), by: .member(id))
            return see("", in: language, "&saved=1")
        }
    }

    private func member(_ context: APIContext) async throws -> MemberID {
        guard let id = try await dispatcher.member(ofToken: try context.text("token")) else { throw Problem(.notFound) }
        return id
    }

    private func memberPage(_ id: MemberID, isSaved: Bool, _ language: PageLanguage) async throws -> PageDocument {
        guard let member = try await dispatcher.store.member(id) else { throw Problem(.notFound) }
        var open: [PagePresenter.OpenOffer] = []
        for assignment in member.openAssignments {
            guard let detail = try await dispatcher.store.request(assignment.requestID, hasTimeline: false) else {
                continue
            }
            open.append(.init(detail: detail, offerID: assignment.offerID, isHeld: true))
        }
        for offer in member.pendingOffers {
            guard let detail = try await dispatcher.store.request(offer.requestID, hasTimeline: false) else { continue }
            open.append(.init(detail: detail, offerID: offer.offerID, isHeld: false))
        }
        return presenter(language).document(member, open: open, isSaved: isSaved)
    }

    // MARK: A desk

    @Sendable private func showWhistle(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await page(in: language) {
            guard let whistle = dispatcher.whistle(ofToken: try context.text("token")),
                let standing = try await dispatcher.standing(of: whistle)
            else { throw Problem(.notFound) }
            return presenter(language).document(standing)
        }
    }

    @Sendable private func answerWhistle(_ request: Request, _ context: APIContext) async throws -> Response {
        let language = language(of: request)
        return try await answered(in: language) {
            guard let whistle = dispatcher.whistle(ofToken: try context.text("token")) else { throw Problem(.notFound) }
            let form = try await form(of: request)
            guard form["action"] == CallbackAction.Action.reportIn.rawValue else {
                throw Problem(.outOfOrder, field: "action")
            }
            guard try await dispatcher.reportIn(whistle) != nil else { throw Problem(.notFound) }
            return see("", in: language)
        }
    }

    // MARK: Forms and answers

    private func presenter(_ language: PageLanguage) -> PagePresenter {
        PagePresenter(
            links: dispatcher.links,
            utcOffsetSeconds: dispatcher.store.county.utcOffsetSeconds,
            clocks: dispatcher.clock,
            policy: dispatcher.policy,
            language: language
        )
    }

    private func language(of request: Request) -> PageLanguage {
        let asked = request.uri.queryParameters[Substring(PageLanguage.parameter)]
        return PageLanguage(parameter: asked.map(String.init), default: language)
    }

    /// The fields of a form (application/x-www-form-urlencoded, WHATWG URL, section 5), each value in its one spelling.
    private func form(of request: Request) async throws -> [String: String] {
        let text = String(decoding: try await request.bytes(atMost: Self.formLimitBytes), as: UTF8.self)
        let pairs = text.split(separator: "&").map { pair -> (String, String) in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                String(part).replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? ""
            }
            return (parts[0], parts.count > 1 ? parts[1].nfc : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Answers with a page, also when something is refused: a farmer is not shown JSON.
    private func page(
        in language: PageLanguage,
        _ make: () async throws -> PageDocument
    ) async throws -> Response {
        try await answered(in: language) { Self.response(try await make(), status: .ok) }
    }

    /// Answers as told, or with a page that says why not.
    private func answered(
        in language: PageLanguage,
        _ answer: () async throws -> Response
    ) async throws -> Response {
        let message: PageMessage
        let status: HTTPResponse.Status
        do {
            return try await answer()
        } catch .refused(let refusal) as SubmissionFailure {
            message = PageMessage(refusal)
            status = HTTPResponse.Status(code: Problem(refusal: refusal).status)
        } catch let failure as SubmissionFailure {
            let problem = Problem(failure: failure)
            var response = Self.response(
                MessagePage.document(.tryAgain, language: language),
                status: HTTPResponse.Status(code: problem.status)
            )
            response.headers[.retryAfter] = problem.retryAfterSeconds.map { String($0) }
            return response
        } catch let problem as Problem {
            switch problem.code {
            case .outOfOrder: message = .outOfOrder
            case .signatureRequired: message = .signedOnly
            case _: message = .notFound
            }
            var response = Self.response(
                MessagePage.document(message, language: language),
                status: HTTPResponse.Status(code: problem.status)
            )
            response.headers[.wwwAuthenticate] = APIAnswer.challenge(of: problem)
            return response
        }
        return Self.response(MessagePage.document(message, language: language), status: status)
    }

    /// Leads on to a page of ours by a GET, so that going back to it does not send the form again.
    ///
    /// - Parameter path: relative to the page that was posted to, since a proxy in front may have put something before both.
    private func see(_ path: String, in language: PageLanguage, _ more: String = "") -> Response {
        var response = Self.response(MessagePage.document(.goOn, language: language), status: .seeOther)
        response.headers[.location] = "\(path)?\(PageLanguage.parameter)=\(language.rawValue)\(more)"
        return response
    }

    private static func response(_ document: PageDocument, status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields()
        for (name, value) in PageHeaders.fields {
            guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
            headers[name] = value
        }
        let body = ResponseBody(byteBuffer: ByteBuffer(string: document.html))
        return Response(status: status, headers: headers, body: body)
    }
}

extension PageMessage {
    init(_ refusal: Refusal) {
        switch refusal {
        case .alreadyCovered, .seatTaken: self = .alreadyCovered
        case .offerExpired: self = .offerExpired
        case .offerWithdrawn, .memberBusy: self = .withdrawn
        case .capabilityMissing: self = .notAble
        case .requestCancelled: self = .cancelled
        case .requestOver: self = .finished
        case .unknownRequest, .unknownOffer, .unknownMember, .unknownSeat: self = .notFound
        case .outOfOrder, .unknownCategory, .unknownVillage, .scheduledWithoutTime, .scheduledInThePast,
            .timeWithoutScheduled, .idempotencyConflict, .notCleared, .tooManyOpenRequests, .tooManySeats,
            .tooManySeatsAtOnce, .tooManyOpenSeats,
            .requestNotOver, .cannotBeScheduled, .nothingToEscalate, .ladderExhausted, .noDeskCalled,
            .partOfOpenRequests:
            self = .outOfOrder
        }
    }
}
