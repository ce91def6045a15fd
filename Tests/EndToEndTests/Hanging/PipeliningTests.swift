import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    /// Memory that so many clients may cost which send without end and never read: the daemon holds 16 KiB of what each
    /// sends, one request, and one answer.
    private static let pipeliningClients = 150
    private static let pipeliningLimitBytes = 48 << 20

    @Test func clientsThatPipelineAndNeverReadCostLittle() async throws {
        try await TestCounty.with { county in
            let port = county.port
            #expect(try await county.client.get("/healthz").status == 200)
            let before = try county.residentBytes()
            let requests = Array(String(repeating: "GET /openapi.yaml HTTP/1.1\r\nHost:\r\n\r\n", count: 2_000).utf8)
            let descriptors = (0..<Self.pipeliningClients).map { _ in Self.connection(to: port) }
            defer { for descriptor in descriptors { close(descriptor) } }
            #expect(descriptors.allSatisfy { $0 >= 0 })
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            // In rounds, so that what the daemon takes is filled up again; between them it is asked something.
            for _ in 1...5 {
                for descriptor in descriptors {
                    while unsafe send(descriptor, requests, requests.count, flags) > 0 {}
                }
                #expect(try await county.client.get("/healthz").status == 200)
            }
            let cost = try county.residentBytes() - before
            #expect(cost < Self.pipeliningLimitBytes, "\(cost >> 20) MiB for \(descriptors.count) clients")
        }
    }

    private static func connection(to port: UInt16) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Little is held on this side, so that the daemon soon stands before an answer that is not taken.
        var size: Int32 = 2_048
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, length) }
        }
        return code == 0 ? descriptor : -1
    }
}
