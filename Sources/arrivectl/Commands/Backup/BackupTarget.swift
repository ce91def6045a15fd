import DispatchStore
import Glibc
import Synchronization

/// Where a backup comes to: a new file, or standard output.
///
/// A file has no name until it has come whole, so that nothing stays of one that breaks off, however the program ends. Then it
/// stands beside its place under another name, readable by its owner alone, and gets its own when it has passed its check.
/// Nothing that is there is ever overwritten.
final class BackupTarget: Sendable {
    private struct State {
        var writtenBytes = 0
        var isOpen = true
        /// Whether it stands under the name of a part.
        var isNamed = false
        /// Why the rest was not written.
        var fault: String?
    }

    /// As given on the command line.
    let name: String
    let isStandardOutput: Bool
    private let part: String
    private let descriptor: Int32
    private let state = Mutex(State())

    /// - Parameter path: `-` for standard output.
    init(_ path: String) throws(CommandFailure) {
        isStandardOutput = path == "-"
        if path == "-" {
            guard isatty(STDOUT_FILENO) == 0 else {
                throw .usage("a backup is not written to a terminal; send standard output to a file or a program")
            }
            name = "it to standard output"
            part = ""
            descriptor = STDOUT_FILENO
            return
        }
        guard !path.isEmpty else { throw .usage("FILE is empty; name one, or - for standard output") }
        name = path
        guard FileNaming.isFree(path) else { throw .failed("\(path) is there already; nothing was changed") }
        part = "\(path).part-\(getpid())"
        let unnamed = unsafe open(StoreFiles(database: path).folder, Self.withoutName | O_WRONLY | O_CLOEXEC, 0o600)
        guard unnamed < 0 else {
            descriptor = unnamed
            return
        }
        // Some file systems know no files without a name.
        descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .failed("\(part) cannot be made: \(unsafe String(cString: strerror(errno)))")
        }
        state.withLock { $0.isNamed = true }
    }

    /// `O_TMPFILE` of open(2), which is no simple number in the headers.
    private static var withoutName: Int32 { 0o20_000_000 | O_DIRECTORY }

    /// Gives what has come whole the name of a part, under which it can be checked.
    private func namePart() throws(CommandFailure) {
        guard !state.withLock({ $0.isNamed }) else { return }
        let own = "/proc/self/fd/\(descriptor)"
        guard unsafe linkat(AT_FDCWD, own, AT_FDCWD, part, AT_SYMLINK_FOLLOW) == 0 else {
            throw .failed("\(part) cannot be made: \(unsafe String(cString: strerror(errno)))")
        }
        state.withLock { $0.isNamed = true }
    }

    /// Writes the next bytes; after a failure the rest is dropped.
    func write(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            var rest = bytes
            while !rest.isEmpty, state.fault == nil {
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count > 0 {
                    rest = rest.dropFirst(count)
                    state.writtenBytes += count
                } else if errno != EINTR {
                    state.fault = unsafe String(cString: strerror(errno))
                }
            }
        }
    }

    /// Checks what came and gives it its name.
    func finish(bytes: Int) throws(CommandFailure) {
        let (written, fault) = state.withLock { ($0.writtenBytes, $0.fault) }
        if let fault { throw .failed("the backup cannot be written: \(fault)") }
        guard written == bytes else {
            throw .unreachable("the backup was cut off: \(written) of \(bytes) bytes came; there is none")
        }
        guard !isStandardOutput else { return }
        guard fsync(descriptor) == 0 else {
            throw .failed("\(part) cannot be put on the disk: \(unsafe String(cString: strerror(errno)))")
        }
        try namePart()
        closeOnce()
        do {
            _ = try BackupCheck.perform(part)
        } catch {
            throw .failed("what came is no whole backup: \(error)")
        }
        try nameIt()
    }

    /// Takes away what came of it.
    func abandon() {
        guard !isStandardOutput else { return }
        closeOnce()
        if state.withLock({ $0.isNamed }) { unsafe unlink(part) }
    }

    private func nameIt() throws(CommandFailure) {
        do throws(StoreFault) {
            try FileNaming.give(part, name)
        } catch {
            throw .failed("\(name) cannot be made: \(error.explanation)")
        }
        // The file itself is on the disk already; without its name there the next look finds none, and says so.
        try? FileSync.folder(StoreFiles(database: name).folder)
    }

    private func closeOnce() {
        let isOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if isOpen { close(descriptor) }
    }
}
