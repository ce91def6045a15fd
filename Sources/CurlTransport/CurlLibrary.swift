import CCurl
import Glibc

/// What must happen once in a process before libcurl is used.
enum CurlLibrary {
    private static let prepared: Void = {
        let code = curl_global_init(Int(CURL_GLOBAL_ALL))
        // Only lack of memory or a broken TLS library at start; there is nothing to go on with.
        precondition(code == CURLE_OK, "curl_global_init failed with \(code.rawValue)")
        // With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE alone: a peer that closes would end the process.
        _ = signal(SIGPIPE, SIG_IGN)
    }()

    static func prepare() {
        prepared
    }
}
