import HTTPTypes
import Hummingbird

/// Which methods each path takes, so that a wrong method is told from a path that does not exist.
///
/// Hummingbird answers both alike, as not found.
struct KnownRoutes: Sendable {
    private struct Route: Sendable {
        /// A part in braces stands for any one part.
        let parts: [Substring]
        let method: HTTPRequest.Method

        /// For each part 0 if it is fixed and 1 if it stands for any.
        var openness: [Int] { parts.map { $0.first == "{" ? 1 : 0 } }
    }

    private let routes: [Route]

    init(_ routes: [Router<APIContext>.RouteDescription]) {
        self.routes = routes.map { Route(parts: $0.path.description.split(separator: "/"), method: $0.method) }
    }

    /// The methods of a path, sorted; none when there is no such path.
    ///
    /// Where several routes fit, as `members/nearest` and `members/{id}`, the one with the earliest fixed part is meant, as
    /// the router has it.
    func methods(of path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        let fitting = routes.filter { route in
            route.parts.count == parts.count && zip(route.parts, parts).allSatisfy { $0.first == "{" || $0 == $1 }
        }
        let meant = fitting.map(\.openness).min { $0.lexicographicallyPrecedes($1) }
        var methods = fitting.filter { $0.openness == meant }.map(\.method)
        if methods.contains(.get) { methods.append(.head) }
        return Set(methods).sorted { $0.rawValue < $1.rawValue }
    }
}
