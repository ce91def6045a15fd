package import CoreMetrics
package import CurlTransport
import Foundation
import Glibc

/// What the process itself takes, under the names that Prometheus' own client libraries use, and what it was built as.
///
/// Measured when the metrics are read. What the system does not tell stays as it was.
package struct ProcessMetrics: Sendable {
    enum Name {
        static let build = "arrived_build_info"
        static let startTime = "process_start_time_seconds"
        static let cpu = "process_cpu_seconds_total"
        static let openDescriptors = "process_open_fds"
        static let descriptorLimit = "process_max_fds"
        static let residentMemory = "process_resident_memory_bytes"
        static let virtualMemory = "process_virtual_memory_bytes"
    }

    package static let catalogue: [PrometheusDescription] = [
        .init(Name.build, "Always 1; its label says which version runs."),
        .init(Name.startTime, "When the process started, in seconds since 1970."),
        .init(Name.cpu, "Seconds of processor time taken, of the user and of the system."),
        .init(Name.openDescriptors, "Open file descriptors: files, connections in and out."),
        .init(Name.descriptorLimit, "File descriptors that may be open."),
        .init(Name.residentMemory, "Bytes of memory in use."),
        .init(Name.virtualMemory, "Bytes of address space in use."),
    ]

    private let cpu: FloatingPointCounter
    private let openDescriptors: Meter
    private let descriptorLimit: Meter
    private let residentMemory: Meter
    private let virtualMemory: Meter
    /// Counted so far; a counter takes differences.
    private let cpuSeconds = Locked(0.0)

    /// Made once, when the process starts.
    package init(factory: any MetricsFactory, version: String) {
        Meter(label: Name.build, dimensions: [("version", version)], factory: factory).set(1)
        // Noted and never reckoned anew, so that it changes by a restart and by nothing else.
        Meter(label: Name.startTime, factory: factory).set(Date().timeIntervalSince1970.rounded())
        cpu = FloatingPointCounter(label: Name.cpu, factory: factory)
        openDescriptors = Meter(label: Name.openDescriptors, factory: factory)
        descriptorLimit = Meter(label: Name.descriptorLimit, factory: factory)
        residentMemory = Meter(label: Name.residentMemory, factory: factory)
        virtualMemory = Meter(label: Name.virtualMemory, factory: factory)
    }

    /// Takes the figures of this moment, on a thread for calls that may not come back; without an answer they stay.
    package func measure(on threads: BlockingThreads) async {
        do {
            try await threads.run { _ in measure() }
        } catch {
            // The next reading of the metrics asks anew.
        }
    }

    /// Takes the figures of this moment.
    package func measure() {
        var usage = rusage()
        if unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let total = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
            let more = cpuSeconds.withLock { counted in
                defer { counted = max(counted, total) }
                return max(0, total - counted)
            }
            cpu.increment(by: more)
        }
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            descriptorLimit.set(Double(limit.rlim_cur))
        }
        // Neither is there without /proc; then the figures stay.
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            // One of them is the look itself.
            openDescriptors.set(open.count - 1)
        }
        if let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " "),
            pages.count > 1, let size = Int(pages[0]), let resident = Int(pages[1])
        {
            let pageBytes = sysconf(Int32(_SC_PAGESIZE))
            virtualMemory.set(size * pageBytes)
            residentMemory.set(resident * pageBytes)
        }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
