import CurlTransport
import Testing

struct TransportURLTests {
    @Test func httpAndHttpsAreTaken() throws {
        let url = try TransportURL("https://hooks.example.org:8443/a/../b?key=1")
        #expect(url.scheme == .https)
        #expect(url.host == "hooks.example.org")
        #expect(try TransportURL("HTTP://[::1]:80/").scheme == .http)
    }

    @Test(arguments: [
        "", "hooks.example.org", "/path", "http://", "ftp://example.org/", "file:///etc/passwd",
        "https://user:word@example.org/", "https://user@example.org/", "https://example.org/a b",
        "https://example.org/\r\nX: y", "https://example.org/\u{0}", "https://示例.example/", "http://example.org:99999/",
        "gopher://example.org", "https://" + String(repeating: "a", count: TransportURL.lengthLimitBytes),
    ])
    func otherTextsAreRefusedWithoutRepeatingThem(text: String) throws {
        let fault = try #require(throws: CurlFault.self) { try TransportURL(text) }
        #expect(fault.kind == .badURL)
        #expect(!fault.description.contains("example"))
    }
}
