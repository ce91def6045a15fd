import Foundation
import Glibc

/// The clocks of a daemon under test, which the test sets while it runs.
struct ShimmedClocks: Sendable {
    private let path: String
    private let bootID: String
    /// What starts a program with these clocks.
    let wrapper: [String]

    /// As the machine's own at first.
    init(in folder: TestFolder) async throws {
        path = try folder.write(String(repeating: "\0", count: 16), to: "clocks")
        bootID = try folder.write("first-boot\n", to: "boot_id")
        let shim = try await SharedObject.build("clocks", in: folder)
        wrapper = ["/usr/bin/env", "LD_PRELOAD=\(shim)", "SHIM_CLOCKS=\(path)", "SHIM_BOOT_ID=\(bootID)"]
    }

    /// Sets the wall clock so far ahead of the machine's, or behind it, at once.
    func set(wallMilliseconds: Int64) throws {
        try write(wallMilliseconds, at: 0)
    }

    /// As after a reboot: the clock of the boot begins anew.
    func reboot(named name: String) throws {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        try write(-Int64(time.tv_sec) * 1_000 + 5_000, at: 8)
        try Data("\(name)\n".utf8).write(to: URL(filePath: bootID))
    }

    /// The file is mapped by the program, so its bytes are changed in place.
    private func write(_ milliseconds: Int64, at offset: UInt64) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { file.closeFile() }
        try file.seek(toOffset: offset)
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: milliseconds >> (8 * $0)) }
        try file.write(contentsOf: Data(bytes))
    }
}
