import DispatchService
import DispatchWire
import Hummingbird
import Logging

/// Turns whatever a route throws into problem+json; the inside of a fault goes to the log, never to the client.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = APIContext

    @concurrent
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return APIAnswer.problem(problem)
        } catch let failure as SubmissionFailure {
            return APIAnswer.problem(Problem(failure: failure))
        } catch let error as HTTPError {
            return APIAnswer.problem(Self.problem(error))
        } catch is CancellationError {
            return APIAnswer.problem(Problem(.shuttingDown, retryAfterSeconds: 1))
        } catch {
            context.logger.error("a call failed", metadata: ["error": "\(error)"])
            return APIAnswer.problem(Problem(.internalFault))
        }
    }

    private static func problem(_ error: HTTPError) -> Problem {
        switch error.status {
        case .notFound: .unknownRoute
        case .methodNotAllowed: Problem(.methodNotAllowed)
        case .contentTooLarge: .bodyTooLarge(limitBytes: WireLimits.bodyLimitBytes)
        case .requestTimeout: Problem(.bodyTooSlow)
        case _: Problem(.invalidJSON, detail: "The request could not be read.")
        }
    }
}
