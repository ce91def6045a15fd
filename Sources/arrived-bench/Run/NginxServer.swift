import Foundation

/// nginx as a server that takes everything at once and answers 200: as fast as servers get.
final class NginxServer: Sendable {
    private static let readyLimit = Duration.seconds(10)

    let url: String
    private let process: Process

    init(folder: String) throws {
        let port = try FreePort.find()
        url = "http://127.0.0.1:\(port)"
        let configuration = """
            daemon off; worker_processes 1; pid \(folder)/nginx.pid; error_log \(folder)/nginx.log crit;
            events { worker_connections 4096; }
            http {
                access_log off; keepalive_requests 100000000;
                client_body_temp_path \(folder)/body; proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi; uwsgi_temp_path \(folder)/uwsgi; scgi_temp_path \(folder)/scgi;
                server { listen 127.0.0.1:\(port) backlog=4096; location / { return 200; } }
            }
            """
        let file = "\(folder)/nginx.conf"
        try Data(configuration.utf8).write(to: URL(filePath: file))
        process = Process()
        process.executableURL = URL(filePath: "/usr/sbin/nginx")
        process.arguments = ["-c", file, "-e", "\(folder)/nginx.log"]
        try process.run()
        // It listens before it forks its worker and writes its number.
        let end = ContinuousClock.now + Self.readyLimit
        while !FileManager.default.fileExists(atPath: "\(folder)/nginx.pid") {
            guard process.isRunning, ContinuousClock.now < end else { throw BenchFault("nginx does not start") }
            usleep(10_000)
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
