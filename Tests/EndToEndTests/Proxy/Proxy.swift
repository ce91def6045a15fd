import Foundation
import Glibc
import TestSupport

/// nginx with the shipped configuration, in a folder of its own and without any right, in front of a daemon.
struct Proxy {
    /// As the shipped file has it.
    static let name = "arrived.example.org"
    static let shipped = Tool.project.appending(path: "deploy/nginx/arrived.conf")
    /// nobody; whom nginx runs as when the tests are run by root.
    private static let nobody: uid_t = 65_534

    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer {
        let status: Int
        let version: String
        /// Names in lower case.
        let headers: [String: String]
        let body: String
    }

    let folder: TestFolder
    let port: UInt16
    private let program: ChildProgram

    /// Starts it in front of a port of this machine, runs `body` and stops it.
    static func with<Value>(
        port: UInt16,
        before daemon: String,
        _ body: (Proxy) async throws -> Value
    ) async throws -> Value {
        try await TestFolder.with { folder in
            let proxy = try await Proxy(in: folder, port: port, before: daemon)
            do {
                let value = try await body(proxy)
                try await proxy.stop()
                return value
            } catch {
                try await proxy.stop()
                throw error
            }
        }
    }

    private init(in folder: TestFolder, port: UInt16, before daemon: String) async throws {
        self.folder = folder
        self.port = port
        let certificate = try await TestCounty.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(Self.name)", "-addext", "subjectAltName=DNS:\(Self.name)",
                "-keyout", folder.file("privkey.pem"), "-out", folder.file("fullchain.pem"),
            ]
        )
        guard certificate.status == 0 else { throw NotStarted(description: certificate.errors) }
        _ = try folder.write(try Self.configuration(in: folder, port: port, before: daemon), to: "arrived.conf")
        let main = try folder.write(
            """
            daemon off; worker_processes 1; pid \(folder.file("nginx.pid")); error_log \(folder.file("main.log"));
            events { worker_connections 256; }
            http {
                client_body_temp_path \(folder.file("body")); proxy_temp_path \(folder.file("proxy"));
                fastcgi_temp_path \(folder.file("fastcgi")); uwsgi_temp_path \(folder.file("uwsgi"));
                scgi_temp_path \(folder.file("scgi")); access_log off;
                include \(folder.file("arrived.conf"));
            }
            """,
            to: "nginx.conf"
        )
        guard let installed = Tool.nginx.path else { throw NotStarted(description: "nginx is missing") }
        // A copy, since the project may lie where nobody has no way to.
        let nginx = folder.file("nginx")
        try FileManager.default.copyItem(atPath: installed, toPath: nginx)
        var command = [nginx, "-c", main, "-e", folder.file("main.log")]
        if geteuid() == 0 {
            for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path).map(folder.file) + [
                folder.path
            ] {
                // The paths are only read during the call.
                guard unsafe chown(path, Self.nobody, Self.nobody) == 0 else { throw NotStarted(description: "chown") }
            }
            let user = String(Self.nobody)
            command = ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--"] + command
        }
        let check = try ChildProgram(
            command[0],
            Array(command.dropFirst()) + ["-t"],
            environment: Tool.nginx.environment
        )
        guard await check.end() == 0 else { throw NotStarted(description: check.errors.text) }
        program = try ChildProgram(command[0], Array(command.dropFirst()), environment: Tool.nginx.environment)
        let running = program
        let started = self
        try await eventually("nginx answers") {
            guard running.isRunning else { throw NotStarted(description: running.errors.text) }
            return try await started.reaches("/metrics")
        }
    }

    /// The shipped file with the places of this test: its ports, its certificate, its logs, and nothing else.
    private static func configuration(in folder: TestFolder, port: UInt16, before daemon: String) throws -> String {
        var text = try String(contentsOf: shipped, encoding: .utf8)
        for (shipped, ours) in [
            ("listen 443 ", "listen 127.0.0.1:\(port) "), ("    listen [::]:443 ssl http2;\n", ""),
            ("server 127.0.0.1:7878;", "server \(daemon);"),
            ("/etc/letsencrypt/live/\(name)/", "\(folder.path)/"), ("/var/log/nginx/", "\(folder.path)/"),
        ] {
            guard text.contains(shipped) else { throw NotStarted(description: "the shipped file has no \(shipped)") }
            text = text.replacing(shipped, with: ours)
        }
        return text
    }

    /// Ends it in good order, so that its log is whole.
    func stop() async throws {
        guard program.isRunning else { return }
        program.signal(SIGQUIT)
        _ = try await within(testDeadline, "nginx ends") { await program.end() }
    }

    /// What it has logged of requests; what it has logged of errors.
    var logs: (requests: String, errors: String) {
        get throws {
            let errors = try ["arrived-error.log", "main.log"].map {
                try String(contentsOfFile: folder.file($0), encoding: .utf8)
            }
            return (try String(contentsOfFile: folder.file("arrived.log"), encoding: .utf8), errors.joined())
        }
    }

    // MARK: Calls

    var url: String { "https://\(Self.name):\(port)" }

    /// What curl is told to call it by its name, which no name server knows, and to believe its certificate.
    func curl(_ path: String, _ options: [String]) -> [String] {
        let target = path.hasPrefix("https://") ? path : url + path
        return ["--silent", "--show-error", "--cacert", folder.file("fullchain.pem"), "--path-as-is"]
            + ["--resolve", "\(Self.name):\(port):127.0.0.1"] + options + [target]
    }

    private func reaches(_ path: String) async throws -> Bool {
        try await TestCounty.run("/usr/bin/curl", curl(path, ["--output", "/dev/null"])).status == 0
    }

    func call(_ path: String, _ options: String...) async throws -> Answer {
        let result = try await TestCounty.run(
            "/usr/bin/curl",
            curl(path, ["--include", "--write-out", "\n%{http_code} %{http_version}"] + options)
        )
        guard result.status == 0 else { throw NotStarted(description: "\(path): \(result.errors)") }
        let text = result.output.replacing("\r\n", with: "\n")
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let headers = (parts.first ?? "").split(separator: "\n").dropFirst().map { line in
            let field = line.split(separator: ":", maxSplits: 1)
            return (field[0].lowercased(), field.count > 1 ? field[1].trimmingCharacters(in: .whitespaces) : "")
        }
        var lines = (parts.last ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        let figures = lines.removeLast().split(separator: " ")
        return Answer(
            status: figures.first.flatMap { Int($0) } ?? 0,
            version: figures.last.map(String.init) ?? "",
            headers: Dictionary(headers) { $1 },
            body: lines.joined(separator: "\n")
        )
    }
}
