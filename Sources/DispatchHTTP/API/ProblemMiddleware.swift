import CurlTransport
import DispatchService
import DispatchWire
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Turns whatever a route throws into problem+json; the inside of a fault goes to the log, never to the client.
///
/// The answer to HEAD has no body, whatever it is (RFC 9110, section 9.3.2): the client would take one for the beginning of
/// the next answer.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = APIContext

    let routes: KnownRoutes

    @concurrent
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let response = try await answer(request, context, next)
        return request.method == .head ? response.createHeadResponse() : response
    }

    @concurrent
    private func answer(
        _ request: Request,
        _ context: APIContext,
        _ next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return APIAnswer.problem(problem)
        } catch let failure as SubmissionFailure {
            return APIAnswer.problem(Problem(failure: failure))
        } catch let fault as BlockingFault {
            context.logger.error(
                "a call was given up, because something does not answer",
                metadata: ["fault": "\(fault)"]
            )
            return APIAnswer.problem(Problem(blocked: fault))
        } catch let error as HTTPError {
            // Routes throw problems; a bare “not found” comes from the router.
            guard error.status == .notFound else { return APIAnswer.problem(Self.problem(error)) }
            return noRoute(for: request)
        } catch let error as HTTPParserError {
            // The body is no HTTP or broke off; the listener answers 400 and closes.
            throw error
        } catch is CancellationError {
            return APIAnswer.problem(Problem(.shuttingDown, retryAfterSeconds: 1))
        } catch {
            context.logger.error("a call failed", metadata: ["error": "\(error)"])
            return APIAnswer.problem(Problem(.internalFault))
        }
    }

    private func noRoute(for request: Request) -> Response {
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty else { return APIAnswer.problem(.unknownRoute) }
        let names = methods.map(\.rawValue)
        var response = APIAnswer.problem(Problem(.methodNotAllowed, allowed: names))
        // RFC 9110, section 15.5.6.
        response.headers[.allow] = names.joined(separator: ", ")
        return response
    }

    private static func problem(_ error: HTTPError) -> Problem {
        switch error.status {
        case .methodNotAllowed: Problem(.methodNotAllowed)
        case .contentTooLarge: .bodyTooLarge(limitBytes: WireLimits.bodyLimitBytes)
        case .requestTimeout: Problem(.bodyTooSlow)
        case _: Problem(.invalidJSON, detail: "The request could not be read.")
        }
    }
}
