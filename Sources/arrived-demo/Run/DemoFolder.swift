import Foundation
import Glibc

/// The folder that a demo lives in: lists, store, token, log. Each demo starts with an empty one.
struct DemoFolder: Sendable {
    /// Says that the folder is ours, so that nothing of anybody else's is ever removed.
    private static let markerName = "made-by-arrived-demo"

    let path: String

    var store: String { "\(path)/county.db" }
    var token: String { "\(path)/token" }
    var log: String { "\(path)/arrived.log" }
    private var marker: String { "\(path)/\(Self.markerName)" }

    /// Makes the folder anew; refuses one that it did not make, and one that another demo is using.
    func prepare() throws {
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            guard let owner = files.contents(atPath: marker) else {
                throw DemoFault("\(path) is not a folder of this demo; name another with --folder")
            }
            if let other = Int32(String(decoding: owner, as: UTF8.self)), Self.isDemo(other) {
                throw DemoFault("another demo (process \(other)) is using \(path); end it, or name another --folder")
            }
            try files.removeItem(atPath: path)
        }
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("\(getpid())".utf8).write(to: URL(fileURLWithPath: marker))
    }

    private static func isDemo(_ process: Int32) -> Bool {
        guard process != getpid(), let name = FileManager.default.contents(atPath: "/proc/\(process)/comm") else {
            return false
        }
        return String(decoding: name, as: UTF8.self).hasPrefix("arrived-demo")
    }

    /// Keeps the administrator's token as its owner's file.
    func keep(token text: String) throws {
        guard
            FileManager.default.createFile(
                atPath: token,
                contents: Data((text + "\n").utf8),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw DemoFault("\(token) cannot be written") }
    }

    /// A handle at the start of the empty log.
    func openLog() throws -> FileHandle {
        guard
            FileManager.default.createFile(atPath: log, contents: nil),
            let handle = FileHandle(forWritingAtPath: log)
        else { throw DemoFault("\(log) cannot be written") }
        return handle
    }

    /// The last lines of the log, for saying why the daemon ended.
    func endOfLog() -> String {
        guard let text = FileManager.default.contents(atPath: log) else { return "" }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}
