/// The header fields of every page, in one place.
package enum PageHeaders {
    /// Nothing may be loaded, run, framed or sent elsewhere; only our own style sheet applies.
    package static let contentSecurityPolicy = """
        default-src 'none'; style-src \(PageStyle.contentSecuritySource); form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'
        """

    /// Name and value of each.
    package static let fields: [(name: String, value: String)] = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", contentSecurityPolicy),
        // The address holds the token: it must not go out with a tap on a map, nor into a search engine.
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex, nofollow"),
        // A page with a name on it must not come back after the case is over.
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        // For browsers that do not know frame-ancestors.
        ("X-Frame-Options", "DENY"),
    ]
}
