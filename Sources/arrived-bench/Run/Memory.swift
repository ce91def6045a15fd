import Foundation

/// What this process holds in memory.
enum Memory {
    /// The most it has held so far, in MiB (`VmHWM` of proc(5)).
    static var peakMebibytes: Double {
        get throws {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
                throw BenchFault("/proc/self/status has no VmHWM")
            }
            return kibibytes / 1_024
        }
    }
}
