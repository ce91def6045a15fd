import Foundation

/// Runs `wrk`, which posts one body over and over from one thread.
enum Wrk {
    private static let seconds = 4

    static func requestsPerSecond(url: String, body: String, connections: Int, folder: String) throws -> Double {
        let script = "\(folder)/post.lua"
        // A long bracket, so that nothing in the body has a meaning.
        let text = """
            wrk.method = "POST"
            wrk.headers["content-type"] = "application/json"
            wrk.body = [==[\(body)]==]
            """
        try Data(text.utf8).write(to: URL(filePath: script))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/wrk")
        process.arguments = ["-t1", "-c\(connections)", "-d\(seconds)s", "-s", script, "\(url)/wrk"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let line = said.split(separator: "\n").first { $0.hasPrefix("Requests/sec:") }
        guard let rate = line?.split(separator: " ").last.flatMap({ Double($0) }), !said.contains("Non-2xx") else {
            throw BenchFault("wrk says: \(said)")
        }
        return rate
    }
}
