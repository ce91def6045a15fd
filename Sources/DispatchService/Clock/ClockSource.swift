import Glibc

/// Both clocks of the machine at one moment, in milliseconds.
package struct ClockReading: Sendable {
    /// CLOCK_REALTIME: since 1970.
    package let wallMilliseconds: Int64
    /// CLOCK_BOOTTIME: since the machine was booted, sleep included.
    package let bootMilliseconds: Int64

    package init(wallMilliseconds: Int64, bootMilliseconds: Int64) {
        self.wallMilliseconds = wallMilliseconds
        self.bootMilliseconds = bootMilliseconds
    }
}

/// Where clocks are read; tests bring their own.
package struct ClockSource: Sendable {
    package let read: @Sendable () -> ClockReading
    /// Differs from one boot of the machine to the next; empty where that is not known.
    package let bootID: String

    package init(bootID: String, read: @escaping @Sendable () -> ClockReading) {
        self.bootID = bootID
        self.read = read
    }

    /// The machine's own clocks.
    package static let system = ClockSource(bootID: systemBootID()) {
        ClockReading(wallMilliseconds: milliseconds(CLOCK_REALTIME), bootMilliseconds: milliseconds(CLOCK_BOOTTIME))
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // It fails only for a clock that does not exist.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The kernel's name for this boot, without hyphens: as the unit passes it, whose sandbox hides the file, or as the kernel
    /// says itself (random(4)). That file is made in memory, so reading it does not wait.
    private static func systemBootID() -> String {
        let given = unsafe getenv("ARRIVED_BOOT_ID").map { unsafe String(cString: $0) } ?? ""
        return (given.isEmpty ? kernelBootID() : given).filter { $0 != "-" }
    }

    private static func kernelBootID() -> String {
        let descriptor = unsafe open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return "" }
        return String(decoding: bytes.prefix(count).prefix { $0 > 0x20 }, as: UTF8.self)
    }
}
