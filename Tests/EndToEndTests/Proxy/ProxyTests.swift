import DispatchWire
import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    private static let isMissing = "needs nginx, which scripts/prepare unpacks on Debian"
    /// Larger than what nginx and the kernel hold on the way.
    private static let importBytes = 5 << 20

    /// The length of a body that the shipped file takes, and the daemon too.
    @Test func theProxyTakesBodiesAsLargeAsTheDaemonDoes() throws {
        let text = try String(contentsOf: Proxy.shipped, encoding: .utf8)
        let limits = text.matches(of: #/client_max_body_size (\d+)([km]);/#).compactMap { match in
            Int(match.output.1).map { $0 << (match.output.2 == "k" ? 10 : 20) }
        }
        #expect(limits == [WireLimits.bodyLimitBytes, WireLimits.importLimitBytes])
    }

    @Test(.enabled(if: Tool.nginx.isThere, "\(isMissing)"))
    func aWholeCaseGoesThroughTheProxyAndItsLogHasNobodysLink() async throws {
        let port = try RefusingPort().port
        let settings = """
            http:
              publicURL: https://\(Proxy.name):\(port)
              trustedProxies: [127.0.0.1/32]
            """
        try await TestCounty.with(settings: settings) { county in
            let daemon = county.baseURL.replacing("http://", with: "")
            try await Proxy.with(port: port, before: daemon) { proxy in
                try await county.bringIn(.villages, InventedVillage.villages)
                try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
                try await importThrough(proxy, county)
                var secrets = [county.token]
                secrets += try await playCase(proxy, county)
                try await expectNoMetrics(proxy)
                try await backUpThrough(proxy, county)

                // Nobody answers: nginx's own words, with the time to come back, and no link in the log of errors.
                let link = secrets[1]
                await county.stop()
                let away = try await proxy.call("/o/\(link)", "--header", "Referer: \(proxy.url)/o/\(link)")
                #expect(away.status == 502 && away.headers["retry-after"] == "5")
                #expect(away.headers["strict-transport-security"] == "max-age=31536000")
                #expect(away.body.contains("try again"))

                try await proxy.stop()
                try expectNothingSecret(in: proxy, secrets)
            }
        }
    }

    /// Sends a list of some MB, and its last line only when the first of it has come to the daemon.
    private func importThrough(_ proxy: Proxy, _ county: TestCounty) async throws {
        let header = "id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes\n"
        let notes = String(repeating: "x", count: 500)
        let rows = (0...(Self.importBytes / 560)).map {
            "big\($0),试户,0319-5550\(100 + $0 % 900),130533111225,试验路,,,,,\(notes)\n"
        }
        let first = try county.folder.write(header + rows.dropLast().joined(), to: "big.csv")
        let last = county.folder.file("last.csv")
        // The path is only read during the call.
        #expect(unsafe mkfifo(last, 0o600) == 0)
        let upload = try ChildProgram(
            "/bin/sh",
            ["-c", #"first=$1; last=$2; shift 2; cat "$first" "$last" | /usr/bin/curl "$@""#, "sh", first, last]
                + proxy.curl(
                    "/v1/imports/households",
                    [
                        "--request", "POST", "--upload-file", "-", "--header", "Content-Type: text/csv",
                        "--header", "Authorization: Bearer \(county.token)", "--write-out", "\n%{http_code}",
                    ]
                )
        )
        try await eventually("the first of it is at the daemon") {
            guard upload.isRunning else { throw DeadlinePassed(description: "the upload ended first") }
            return try FileManager.default.contentsOfDirectory(atPath: county.folder.path).contains { name in
                // What has gone meanwhile has no size.
                let size = try? FileManager.default.attributesOfItem(atPath: county.folder.file(name))[.size] as? Int
                return name.hasPrefix(".arrived-upload-") && (size ?? 0) > 0
            }
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: last))
        try handle.write(contentsOf: Data(rows[rows.count - 1].utf8))
        try handle.close()
        #expect(await upload.end() == 0)
        #expect(upload.output.text.hasSuffix("\n200"), "\(upload.output.text.suffix(300))")
        #expect(try county.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM household") } == rows.count)
    }

    /// A request, its events live, a page, an answer and a callback.
    ///
    /// - Returns: What must not be in any log.
    private func playCase(_ proxy: Proxy, _ county: TestCounty) async throws -> [String] {
        let authorization = ["--header", "Authorization: Bearer \(county.token)"]
        let events = try ChildProgram("/usr/bin/curl", proxy.curl("/v1/events", ["--no-buffer"] + authorization))
        #expect(try await within(testDeadline, "the stream begins") { await events.output.says("id: ") })

        let body = #"{"category":"medical-transport","place":{"villageCode":"130533111225"}}"#
        let opened = try await proxy.call(
            "/v1/requests",
            "--header",
            authorization[1],
            "--header",
            "Content-Type: application/json",
            "--header",
            "Idempotency-Key: through-the-proxy",
            "--data",
            body
        )
        #expect(opened.status == 201, "\(opened.body)")
        #expect(opened.version == "2")
        #expect(opened.headers["strict-transport-security"] == "max-age=31536000")
        // It comes while the stream is open, not when it ends.
        #expect(try await within(.seconds(10), "the event") { await events.output.says("event: request.opened") })
        #expect(events.isRunning)

        let offers = try await county.notices(3, "offer.created")
        let links = offers.map(\.body.data.links)
        #expect(links.allSatisfy { $0.page.hasPrefix("\(proxy.url)/o/") && $0.callback.hasPrefix(proxy.url) })
        let tokens = links.map { String($0.page.split(separator: "/").last ?? "") }
        let driver = try #require(offers.first { $0.memberID == "driver" }).body.data.links
        let walker = try #require(offers.first { $0.memberID != "driver" }).body.data.links

        // Browsers of old tell every server where they come from, and links are spelt in many ways.
        let page = try await proxy.call(driver.page + "?lang=en", "--header", "Referer: \(driver.page)")
        #expect(page.status == 200 && page.headers["referrer-policy"] == "no-referrer")
        let answer = try await proxy.call(driver.page, "--data", "action=accept", "--header", "Referer: \(driver.page)")
        #expect(answer.status == 303, "\(answer.status)")
        let declined = try await proxy.call(
            walker.callback,
            "--header",
            "Content-Type: application/json",
            "--data",
            #"{"action":"decline"}"#
        )
        #expect(declined.status == 200, "\(declined.body)")
        for path in [
            "/o//\(tokens[0])", "/%6f/\(tokens[0])", "/x/../o/\(tokens[0])/", "/O/\(tokens[0])", "/\(tokens[0])",
            "/m/\(tokens[0])?t=\(tokens[1])", "/g/\(tokens[0])/b", "/w/\(tokens[0])", "/v1//callbacks/\(tokens[0])",
            "/prefix/o/\(tokens[0])", "/v1/requests?token=\(county.token)", "/v1/requests/\(county.token)",
        ] {
            _ = try await proxy.call(path)
        }
        #expect(
            try await within(testDeadline, "the answer's event") { await events.output.says("event: offer.accepted") }
        )
        // Children of the tests are born with the softer signals blocked, and curl leaves them so.
        events.signal(SIGKILL)
        _ = await events.end()
        return [county.token] + tokens
    }

    /// A backup comes whole: lines that tell how far it is, then the file, which its own check takes.
    private func backUpThrough(_ proxy: Proxy, _ county: TestCounty) async throws {
        let answer = county.folder.file("answer")
        let call = try await TestCounty.run(
            "/usr/bin/curl",
            proxy.curl(
                "/v1/backups",
                [
                    "--request", "POST", "--header", "Authorization: Bearer \(county.token)",
                    "--header", "Accept: \(BackupStreamLine.fileMediaType)", "--output", answer, "--fail",
                ]
            )
        )
        #expect(call.status == 0, "\(call)")
        var rest = try Data(contentsOf: URL(filePath: answer))[...]
        var result: BackupResult?
        while result == nil {
            let end = try #require(rest.firstIndex(of: UInt8(ascii: "\n")))
            if case .result(let last) = try WireJSON.read(BackupStreamLine.self, from: Array(rest[..<end])) {
                result = last
            }
            rest = rest[(end + 1)...]
        }
        #expect(rest.count == result?.bytes)
        let backup = county.folder.file("through.db")
        try rest.write(to: URL(filePath: backup))
        let store = county.folder.file("through-store.db")
        let restored = try await TestCounty.run(try Programs.control, ["restore", backup, "--store", store])
        #expect(restored.status == 0, "\(restored)")
    }

    private func expectNoMetrics(_ proxy: Proxy) async throws {
        for path in ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/metrics?x=1", "/o/../metrics"] {
            let answer = try await proxy.call(path)
            #expect(answer.status == 404 && !answer.body.contains("arrived_"), "\(path)")
        }
    }

    private func expectNothingSecret(in proxy: Proxy, _ secrets: [String]) throws {
        let logs = try proxy.logs
        let lines = logs.requests.split(separator: "\n")
        #expect(lines.count > 25)
        // Every line is JSON of its own, and none has a query.
        for line in lines {
            let value = try JSONValue(parsing: Array(line.utf8))
            guard case .object = value else {
                Issue.record("no object: \(line)")
                continue
            }
        }
        for secret in Set(secrets) {
            #expect(secret.count >= 40)
            // Half of one, or one in another case, is too much as well.
            for log in [logs.requests, logs.errors] {
                #expect(!log.lowercased().contains(secret.prefix(20).lowercased()))
            }
        }
        for trace in ["Bearer", "?", "lang", "action", "Referer"] {
            #expect(!logs.requests.contains(trace), "\(trace)")
        }
        for path in ["/o/-", "/m/-", "/g/-", "/w/-", "/v1/callbacks/-", "/v1/requests", "/v1/events"] {
            #expect(logs.requests.contains("\"path\":\"\(path)\""), "\(path)")
        }
        #expect(logs.requests.contains(#""client":"127.0.0.1""#))
    }

    @Test(.enabled(if: Tool.nginx.isThere, "\(isMissing)"))
    func theProxyTellsWhoCallsAndPassesRefusalsOn() async throws {
        let receiver = try LocalReceiver { request in
            request.path == "/o/busy"
                ? .reply(
                    status: 503,
                    headers: [("Retry-After", "7"), ("Content-Type", "text/html")],
                    body: Array("busy".utf8)
                )
                : .ok
        }
        defer { receiver.stop() }
        let daemon = receiver.url("").replacing("http://", with: "").replacing("/", with: "")
        try await Proxy.with(port: try RefusingPort().port, before: daemon) { proxy in
            let busy = try await proxy.call("/o/busy", "--header", "X-Forwarded-For: 192.0.2.7")
            #expect(busy.status == 503 && busy.headers["retry-after"] == "7" && busy.body == "busy")
            let request = try #require(receiver.requests.first)
            // The word of a client on itself goes no further.
            #expect(request.headers["x-forwarded-for"] == "127.0.0.1")
            #expect(request.headers["x-forwarded-proto"] == "https")
            #expect(request.headers["host"] == "\(Proxy.name):\(proxy.port)")
            // Connections to the daemon are kept.
            _ = try await proxy.call("/healthz")
            #expect(receiver.requests.last?.connection == request.connection)
            let large = try proxy.folder.write(
                String(repeating: "x", count: WireLimits.bodyLimitBytes + 1),
                to: "large"
            )
            let refused = try await proxy.call("/v1/requests", "--data-binary", "@\(large)")
            #expect(refused.status == 413 && refused.headers["content-type"] == Problem.mediaType)
            let problem = try WireJSON.read(Problem.self, from: Array(refused.body.utf8))
            #expect(problem == Problem(.bodyTooLarge))
        }
    }
}
